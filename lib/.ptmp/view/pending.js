import { toJsonNumber } from './values.js';
/** Points of one series that were not sent yet. */
export class PendingPoints {
    name;
    panel;
    points = [];
    constructor(name, panel) {
        this.name = name;
        this.panel = panel;
    }
    push(point) {
        this.points.push(point);
    }
    toDelta() {
        return {
            name: this.name,
            panel: this.panel,
            step: this.points.map(({ step }) => step),
            epoch: this.points.map(({ epoch }) => (Number.isNaN(epoch) ? null : epoch)),
            time: this.points.map(({ time }) => time),
            value: this.points.map(({ value }) => toJsonNumber(value)),
        };
    }
}

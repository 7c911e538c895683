import { ValueError } from '../errors.js';
import { currentHost, DISPLAY_SYMBOL } from './host.js';
import { LiveLink } from './live.js';
import { panelOf } from './panel.js';
import { PendingPoints } from './pending.js';
import { printLine } from './print.js';
import { TRAINING_MIME } from './spec.js';
import { KEPT_POINTS, ThinnedSeries } from './thin.js';
import { trainingPng } from './training-png.js';
import { trainingLine, trainingText } from './training-text.js';
/** Shortest time between two printed lines where there is no notebook, in milliseconds. */
const PRINT_INTERVAL = 2000;
/**
 * Live curves of a training run. In a notebook the first push shows them and further pushes, from this cell or a later
 * one, extend them; elsewhere a line of text is printed every two seconds. Memory is bounded: of a long run at most 2,000
 * points a series are kept, with all extremes.
 */
export class Training {
    options;
    id = `training-${Math.random().toString(36).slice(2, 12)}`;
    series = new Map();
    pending = new Map();
    pendingCount = 0;
    state = 'running';
    started;
    lastPrint = Number.NEGATIVE_INFINITY;
    printed = true;
    step = 0;
    now;
    link;
    constructor(options = {}, { now, host } = { now: () => performance.now(), host: currentHost() }) {
        this.options = options;
        this.now = now;
        this.started = now();
        if (host)
            this.link = new LiveLink(this.source(), host, now);
    }
    /**
     * Adds one value to each named series. Without `at.step` the step counts up from 1 by itself: it advances when a name
     * comes again, so values pushed one by one share a step. Throws a ValueError for anything but numbers and one-value
     * tensors.
     */
    push(values, at = {}) {
        const numbers = Object.entries(values).map(([name, value]) => [name, toNumber(name, value)]);
        if (numbers.length === 0)
            return;
        this.step = at.step ?? this.nextStep(numbers);
        this.state = 'running';
        const time = this.now();
        const place = { step: this.step, epoch: at.epoch ?? Number.NaN, time: Math.round(time - this.started) / 1000 };
        for (const [name, value] of numbers)
            this.add(name, { ...place, value });
        if (this.link)
            this.link.changed();
        else if (time - this.lastPrint >= PRINT_INTERVAL)
            this.print(time);
    }
    /** Marks the run as finished and shows its final state at once; the end of the cell does so too. */
    done() {
        this.state = 'done';
        if (this.link)
            this.link.flush();
        else if (!this.printed)
            this.print(this.now());
    }
    /** The view's data as it is now, older than any message: a live receiver of it asks for the state. */
    toSpec() {
        return this.spec(0);
    }
    /** Progress, and for each series a sparkline with its last and best value. */
    toString() {
        return trainingText(this.toSpec());
    }
    /** A copy of the view as it is now, for a cell that ends in it. */
    [DISPLAY_SYMBOL]() {
        return bundleOf(this.toSpec(), true);
    }
    add(name, point) {
        let series = this.series.get(name);
        if (!series) {
            series = new ThinnedSeries(name, panelOf(name));
            this.series.set(name, series);
        }
        series.push(point);
        this.printed = false;
        if (!this.link)
            return;
        this.pendingCount++;
        // More news than a full state has is never sent, so it is not kept either.
        if (this.pendingCount > KEPT_POINTS) {
            this.pending.clear();
            return;
        }
        let pending = this.pending.get(name);
        if (!pending) {
            pending = new PendingPoints(name, series.panel);
            this.pending.set(name, pending);
        }
        pending.push(point);
    }
    nextStep(numbers) {
        const again = this.step < 1 || numbers.some(([name]) => this.series.get(name)?.lastStep === this.step);
        return again ? this.step + 1 : this.step;
    }
    print(time) {
        printLine(trainingLine(this.toSpec()));
        this.lastPrint = time;
        this.printed = true;
    }
    spec(seq) {
        const { title, totalSteps, totalEpochs, x } = this.options;
        return {
            version: 1,
            id: this.id,
            ...(title ? { title } : {}),
            seq,
            ...(totalSteps === undefined ? {} : { totalSteps }),
            ...(totalEpochs === undefined ? {} : { totalEpochs }),
            ...(x === undefined ? {} : { x }),
            state: this.state,
            series: [...this.series.values()].map((series) => series.toSpec()),
        };
    }
    source() {
        const state = (seq) => ({ type: 'state', view: this.id, seq, spec: this.take(seq) });
        return {
            id: this.id,
            mime: TRAINING_MIME,
            bundle: (seq, picture) => bundleOf(this.take(seq), picture),
            state,
            news: (seq) => {
                if (this.pendingCount > KEPT_POINTS)
                    return state(seq);
                const series = [...this.pending.values()].map((points) => points.toDelta());
                this.forgetPending();
                return { type: 'delta', view: this.id, seq, series };
            },
            finish: () => {
                this.state = 'done';
            },
        };
    }
    /** The full state, after which nothing is news any more. */
    take(seq) {
        this.forgetPending();
        return this.spec(seq);
    }
    forgetPending() {
        this.pending = new Map();
        this.pendingCount = 0;
    }
}
/**
 * Opens live curves of a training run; they appear with the first `push`.
 *
 *     const plot = view.training({ totalSteps: 500 });
 *     plot.push({ loss, accuracy });
 */
export function training(options = {}) {
    return new Training(options);
}
function bundleOf(spec, picture) {
    const png = picture ? trainingPng(spec) : undefined;
    return {
        [TRAINING_MIME]: spec,
        ...(png ? { 'image/png': png } : {}),
        'text/plain': trainingText(spec),
    };
}
function toNumber(name, value) {
    if (typeof value === 'number')
        return value;
    const item = value?.item;
    const number = typeof item === 'function' ? item.call(value) : undefined;
    if (typeof number === 'number')
        return number;
    throw new ValueError(`view.training: push takes numbers and one-value tensors, got ${name} = ${String(value)}`);
}

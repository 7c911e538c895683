import { font, textWidth } from './canvas.js';
import { shortNumber } from './numbers.js';
import { niceTicks, tickLabels } from './ticks.js';
/** Outer size of a chart, in pixels. */
export const CHART = { width: 440, height: 280 };
/** Line colours that colour-blind eyes can tell apart. */
export const LINE_COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'];
const INK = '#1f2430';
const FAINT = '#5b616e';
const GRID = '#e6e8ec';
/** Room in a chart for title, legend and axes. */
const ROOM = { left: 52, right: 10, top: 42, bottom: 36 };
/** Draws a chart at the pen's origin: grid, axes with round ticks, bands, lines, and a legend with last values. */
export function drawChart(pen, { title, xLabel, xRange: xs, wholeX }, curves) {
    const [left, right] = [ROOM.left, CHART.width - ROOM.right];
    const [top, bottom] = [ROOM.top, CHART.height - ROOM.bottom];
    const ys = extent(curves.flatMap((curve) => [...curve.low, ...curve.high]), 0.06);
    const toX = (value) => left + ((value - xs[0]) / (xs[1] - xs[0])) * (right - left);
    const toY = (value) => bottom - ((value - ys[0]) / (ys[1] - ys[0])) * (bottom - top);
    drawAxes(pen, { left, right, top, bottom }, niceTicks(xs[0], xs[1], 6, wholeX), toX, niceTicks(ys[0], ys[1], 7), toY);
    pen.font = font(11);
    pen.fillStyle = FAINT;
    pen.textAlign = 'center';
    pen.textBaseline = 'top';
    pen.fillText(xLabel, (left + right) / 2, bottom + 21);
    pen.save();
    pen.beginPath();
    pen.rect(left, top - 2, right - left + 2, bottom - top + 4);
    pen.clip();
    for (const curve of curves)
        drawBand(pen, curve, toX, toY);
    for (const curve of curves)
        drawLine(pen, curve, toX, toY);
    pen.restore();
    writeLegend(pen, title, curves, left, right);
}
/** Lowest and highest finite value with a margin on both sides, as a share of their distance; never empty. */
export function extent(values, margin) {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const value of values) {
        if (!Number.isFinite(value))
            continue;
        if (value < low)
            low = value;
        if (value > high)
            high = value;
    }
    if (low > high)
        return [0, 1];
    if (low === high)
        return margin === 0 ? [low, low + 1] : [low - (Math.abs(low) / 2 || 1), low + (Math.abs(low) / 2 || 1)];
    const room = (high - low) * margin;
    // A quantity that is never negative keeps an axis that is not either.
    return [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
}
function drawAxes(pen, box, xTicks, toX, yTicks, toY) {
    pen.lineWidth = 1;
    pen.font = font(10.5);
    pen.fillStyle = FAINT;
    pen.strokeStyle = GRID;
    pen.textAlign = 'right';
    pen.textBaseline = 'middle';
    pen.beginPath();
    tickLabels(yTicks).forEach((label, i) => {
        const y = Math.round(toY(yTicks[i])) + 0.5;
        pen.moveTo(box.left, y);
        pen.lineTo(box.right, y);
        pen.fillText(label, box.left - 7, y);
    });
    pen.stroke();
    pen.textAlign = 'center';
    pen.textBaseline = 'top';
    pen.strokeStyle = '#9aa0aa';
    pen.beginPath();
    tickLabels(xTicks).forEach((label, i) => {
        const x = Math.round(toX(xTicks[i])) + 0.5;
        pen.moveTo(x, box.bottom);
        pen.lineTo(x, box.bottom + 4);
        pen.fillText(label, x, box.bottom + 7);
    });
    pen.moveTo(box.left, box.bottom + 0.5);
    pen.lineTo(box.right, box.bottom + 0.5);
    pen.stroke();
}
/** The range that thinned points stand for, one stretch for each run of finite bounds. */
function drawBand(pen, { x, low, high, value, colour }, toX, toY) {
    if (low === value)
        return;
    pen.fillStyle = colour;
    pen.globalAlpha = 0.18;
    for (const [start, stop] of finiteRuns(low, high)) {
        pen.beginPath();
        for (let i = start; i < stop; i++)
            pen.lineTo(toX(x[i]), toY(high[i]));
        for (let i = stop - 1; i >= start; i--)
            pen.lineTo(toX(x[i]), toY(low[i]));
        pen.closePath();
        pen.fill();
    }
    pen.globalAlpha = 1;
}
function drawLine(pen, { x, value, colour }, toX, toY) {
    pen.strokeStyle = colour;
    pen.fillStyle = colour;
    pen.lineWidth = value.length > 500 ? 1.1 : 1.6;
    pen.lineJoin = 'round';
    for (const [start, stop] of finiteRuns(value, value)) {
        pen.beginPath();
        for (let i = start; i < stop; i++)
            pen.lineTo(toX(x[i]), toY(value[i]));
        pen.stroke();
        // A few points are marked: a single one would leave no line at all.
        if (value.length > 40 && stop - start > 1)
            continue;
        for (let i = start; i < stop; i++) {
            pen.beginPath();
            pen.arc(toX(x[i]), toY(value[i]), 2.6, 0, 2 * Math.PI);
            pen.fill();
        }
    }
}
function finiteRuns(first, second) {
    const runs = [];
    let start = -1;
    for (let i = 0; i <= first.length; i++) {
        const finite = i < first.length && Number.isFinite(first[i]) && Number.isFinite(second[i]);
        if (finite && start < 0)
            start = i;
        if (!finite && start >= 0) {
            runs.push([start, i]);
            start = -1;
        }
    }
    return runs;
}
function writeLegend(pen, name, curves, left, right) {
    pen.textAlign = 'left';
    pen.textBaseline = 'middle';
    pen.font = font(12, 'bold');
    pen.fillStyle = INK;
    pen.fillText(name, left, 10);
    pen.font = font(11);
    let at = left;
    curves.forEach(({ name: series, colour, last }, i) => {
        const text = `${series} ${shortNumber(last)}`;
        const width = 20 + textWidth(text, 11);
        const more = `+${curves.length - i} more`;
        if (at > right)
            return;
        if (at + width > right - (i < curves.length - 1 ? 60 : 0) && i > 0) {
            pen.fillStyle = FAINT;
            pen.fillText(more, at, 28);
            at = right + 1;
            return;
        }
        pen.fillStyle = colour;
        pen.fillRect(at, 26.5, 14, 3);
        pen.fillStyle = INK;
        pen.fillText(text, at + 20, 28);
        at += width + 16;
    });
}

import { describe, expect, it } from 'vitest';
import { OutputGate } from '../../kernel/dist/session/output-gate.js';
import { TokenBucket } from '../../kernel/dist/session/token-bucket.js';

describe('the allowance of output', () => {
  it('lets a burst pass, and then what is added each second', () => {
    let time = 0;
    const bucket = new TokenBucket({ burst: 100, perSecond: 10 }, () => time);
    expect(bucket.takes(100)).toBe(true);
    expect(bucket.takes(1)).toBe(false);
    time += 5000;
    expect(bucket.takes(50)).toBe(true);
    expect(bucket.takes(1)).toBe(false);
  });

  it('stays closed after a refusal until a tenth of the burst is there again', () => {
    let time = 0;
    const bucket = new TokenBucket({ burst: 100, perSecond: 10 }, () => time);
    expect(bucket.takes(101)).toBe(false);
    expect(bucket.empty()).toBe(100);
    time += 900;
    expect(bucket.takes(1)).toBe(false);
    time += 200;
    expect(bucket.takes(1)).toBe(true);
  });

  it('never holds more than a burst, and is full again when it is reset', () => {
    let time = 0;
    const bucket = new TokenBucket({ burst: 100, perSecond: 10 }, () => time);
    time += 1e9;
    expect(bucket.takes(100)).toBe(true);
    expect(bucket.takes(100)).toBe(false);
    bucket.reset();
    expect(bucket.takes(100)).toBe(true);
  });
});

describe('the gate of output', () => {
  function gate() {
    const published: [string, string][] = [];
    return { published, gate: new OutputGate((name, text) => published.push([name, text])) };
  }

  it('passes what is within the allowance as it is', () => {
    const { published, gate: output } = gate();
    output.text('stdout', 'a\n');
    output.text('stderr', 'b\n');
    output.finish();
    expect(published).toEqual([
      ['stdout', 'a\n'],
      ['stderr', 'b\n'],
    ]);
  });

  it('shows the beginning and the end of a text that is too long, and says what lies between', () => {
    const { published, gate: output } = gate();
    const line = `${'x'.repeat(99)}\n`;
    output.text('stdout', line.repeat(30_000));
    output.finish();
    expect(published).toHaveLength(2);
    expect(published[0][1].length).toBe(2_500_000);
    expect(published[1][1]).toBe(
      `\n[… 4,980 lines (498,000 characters) not shown: they came faster than a page can take …]\n${line.repeat(20)}`,
    );
  });

  it('counts each change between stdout and stderr, because it makes a message', () => {
    const { published, gate: output } = gate();
    for (let n = 0; n < 20_000; n++) output.text(n % 2 ? 'stdout' : 'stderr', 'x\n');
    output.finish();
    expect(published.length).toBeLessThan(6000);
    expect(published.at(-1)?.[1]).toMatch(/lines \([\d,]+ characters\) not shown/);
  });

  it('keeps the last update of each display, and counts the displays that it left out', () => {
    const { published, gate: output } = gate();
    const shown: string[] = [];
    for (let n = 0; n < 5000; n++) output.display(() => shown.push(`new ${n}`));
    for (let n = 0; n < 5000; n++) output.display(() => shown.push(`update ${n}`), n % 2 ? 'odd' : 'even');
    output.finish();
    expect(shown.length).toBeLessThan(4000);
    expect(shown.slice(-2).sort()).toEqual(['update 4998', 'update 4999']);
    expect(published.at(-1)?.[1]).toMatch(/^\n\[… [\d,]+ displays not shown/);
  });
});

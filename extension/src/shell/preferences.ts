/** What the reader can set for all views. */
export interface Preferences {
  /** Weight of the moving average with which curves open. */
  smoothing: number;
  /** Whether curves open with a logarithmic axis. */
  logY: boolean;
  /** Colour scale with which tensors open; `auto` goes by their values. */
  colours: 'auto' | 'symmetric' | 'range' | 'robust' | 'slice';
  /** Significant digits of numbers that are read at a glance. */
  digits: number;
  /** Whether tensors show the shape of their distribution. */
  sparkline: boolean;
  /** Most points of a line that are drawn. */
  maxPoints: number;
  /** Whether nothing moves by itself. */
  reducedMotion: boolean;
}

const DEFAULTS: Preferences = {
  smoothing: 0.6,
  logY: false,
  colours: 'auto',
  digits: 4,
  sparkline: true,
  maxPoints: 2000,
  reducedMotion: false,
};
const COLOURS: readonly unknown[] = ['auto', 'symmetric', 'range', 'robust', 'slice'];

/** What holds on this page; views read it when they draw. */
export const preferences: Readonly<Preferences> = { ...DEFAULTS };

const listeners = new Set<() => void>();

/** Takes what the reader has set; what is missing or makes no sense gets its default. */
export function setPreferences(set: Record<string, unknown>): void {
  const number = (key: 'smoothing' | 'digits' | 'maxPoints', low: number, high: number) => {
    const value = set[key];
    return typeof value === 'number' && value >= low && value <= high ? value : DEFAULTS[key];
  };
  const flag = (key: 'logY' | 'sparkline' | 'reducedMotion') => {
    const value = set[key];
    return typeof value === 'boolean' ? value : DEFAULTS[key];
  };
  const { colours } = set;
  const next: Preferences = {
    smoothing: number('smoothing', 0, 0.99),
    logY: flag('logY'),
    colours: COLOURS.includes(colours) ? (colours as Preferences['colours']) : DEFAULTS.colours,
    digits: Math.round(number('digits', 2, 9)),
    sparkline: flag('sparkline'),
    maxPoints: Math.round(number('maxPoints', 200, 20_000)),
    reducedMotion: flag('reducedMotion'),
  };
  if (JSON.stringify(next) === JSON.stringify(preferences)) return;
  Object.assign(preferences, next);
  for (const listener of [...listeners]) listener();
}

/** Calls `listener` after each change until the returned function is called. */
export function onPreferences(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

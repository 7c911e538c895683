import { SERIES } from 'lectern/colours';

// The same hues as on a light page, lighter.
const DARK = [
  '#56b4e9',
  '#f5a742',
  '#2fc79e',
  '#e49ac3',
  '#f0e442',
  '#c8c8c8',
  '#8fd0ff',
  '#ff8c4c',
  '#b79bff',
  '#a5d64c',
];

/** The colour of the `index`-th series of a chart; after ten they repeat. */
export function seriesColor(index: number, dark: boolean): string {
  const colors = dark ? DARK : SERIES;
  return colors[index % colors.length];
}

/** The same colour with an opacity from 0 to 1. */
export function faded(hex: string, opacity: number): string {
  const channel = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  return `rgba(${channel(1)}, ${channel(3)}, ${channel(5)}, ${opacity})`;
}

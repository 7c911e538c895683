/** The colours of views on a light page, for pictures and for the browser alike. The hues are told apart with every common colour blindness. */

/** Blue to orange through the colour of paper: zero disappears, and the sign is told apart. Evenly spaced. */
export const DIVERGING = '#0a3a6b #2171b5 #6baed6 #c3dcea #f7f6f4 #fdd3a8 #f3903f #c8500d #6e2503';

/** One hue from paper to ink, as print is read. Evenly spaced. */
export const SEQUENTIAL = '#fbfaf7 #dbe6f0 #a9c8e3 #6aa5d3 #3a7cb8 #1d5595 #0a2f63';

/** Colours of the series of a chart in order, after Okabe and Ito; ten, as many as there are digits. */
export const SERIES: readonly string[] = [
  '#0072b2',
  '#d55e00',
  '#007d5b',
  '#a6548a',
  '#8a6d00',
  '#4a4a4a',
  '#2a8fc4',
  '#9c3d00',
  '#7a4fbf',
  '#5d8a00',
];

/** Values that have no place on a scale. */
export const OFF_SCALE = { nan: '#cc79a7', posInf: '#009e73', negInf: '#f0e442' } as const;

import * as colours from 'lectern/colours';

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** 256 colours from the low to the high end of a scale. */
export type Colormap = readonly Rgb[];

// On a dark page zero disappears too, and scales go from night to light.
const DIVERGING_DARK = '#b9e3ff #5cb7f0 #2d7db5 #244c69 #202328 #5d3f22 #ab661c #f09c36 #ffdca6';
const SEQUENTIAL_DARK = '#15171a #1d3145 #22507a #2f76b3 #56a0dc #97c8f2 #e6f3ff';

/** Colours outside every scale, for values that have no place on it. */
export const OFF_SCALE = {
  nan: parse(colours.OFF_SCALE.nan),
  posInf: parse(colours.OFF_SCALE.posInf),
  negInf: parse(colours.OFF_SCALE.negInf),
};

/** The colours of a scale: `diverging` around its middle or from one end to the other. */
export function colormap(diverging: boolean, dark: boolean): Colormap {
  const anchors = diverging ? (dark ? DIVERGING_DARK : colours.DIVERGING) : dark ? SEQUENTIAL_DARK : colours.SEQUENTIAL;
  return spread(anchors.split(' ').map(parse));
}

/** A CSS colour. */
export function css([red, green, blue]: Rgb): string {
  return `rgb(${red}, ${green}, ${blue})`;
}

/** Black or white, whichever reads better on `color`. */
export function ink([red, green, blue]: Rgb): string {
  return 0.299 * red + 0.587 * green + 0.114 * blue > 140 ? '#111' : '#fff';
}

function parse(hex: string): Rgb {
  const number = Number.parseInt(hex.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

function spread(anchors: Rgb[]): Colormap {
  return Array.from({ length: 256 }, (_, level) => {
    const place = (level / 255) * (anchors.length - 1);
    const below = Math.min(Math.floor(place), anchors.length - 2);
    const share = place - below;
    const mix = (channel: 0 | 1 | 2) =>
      Math.round(anchors[below][channel] * (1 - share) + anchors[below + 1][channel] * share);
    return [mix(0), mix(1), mix(2)] as const;
  });
}

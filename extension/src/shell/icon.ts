import { LabIcon } from '@jupyterlab/ui-components';

/** An icon of 16 × 16 units from the path of its strokes, in the colour of the other icons. */
export function icon(name: string, path: string): LabIcon {
  const stroke = 'stroke="#616161" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"';
  // JupyterLab's themes fill what has the attribute, even with none: so it stands on the picture.
  const svgstr = `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 16 16" fill="none"><path class="jp-icon3" ${stroke} d="${path}"/></svg>`;
  return new LabIcon({ name: `lectern:${name}`, svgstr });
}

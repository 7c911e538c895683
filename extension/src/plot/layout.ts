import type { Theme } from '../theme/theme.js';
import type { Layout } from './plotly.js';

/** Colours and fonts of a chart on the page. */
export function paper(theme: Theme): Layout {
  return {
    paper_bgcolor: 'rgba(0, 0, 0, 0)',
    plot_bgcolor: 'rgba(0, 0, 0, 0)',
    font: { family: theme.font, size: 12, color: theme.text },
    modebar: { bgcolor: 'rgba(0, 0, 0, 0)', color: theme.faint, activecolor: theme.text },
    hoverlabel: { bgcolor: theme.surface, bordercolor: theme.line, font: { color: theme.text, size: 12 } },
  };
}

/** One axis with its words. */
export function axis(title: string, theme: Theme): Layout {
  return {
    title: { text: plain(title), standoff: 8 },
    gridcolor: theme.grid,
    linecolor: theme.line,
    zeroline: false,
    automargin: false,
    exponentformat: 'e',
    separatethousands: true,
    minexponent: 5,
    ticks: 'outside',
    tickcolor: theme.line,
    ticklen: 4,
    nticks: 7,
  };
}

/** plotly.js reads a small part of HTML in texts; names from a notebook are only text. */
export function plain(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

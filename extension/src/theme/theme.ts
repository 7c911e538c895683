/** JupyterLab's colours and fonts as a canvas and a chart need them: resolved, because neither reads CSS variables. */
export interface Theme {
  dark: boolean;
  text: string;
  faint: string;
  line: string;
  grid: string;
  surface: string;
  raised: string;
  accent: string;
  font: string;
  mono: string;
}

/** Reads the theme that holds at `node`. */
export function readTheme(node: HTMLElement): Theme {
  const probe = document.createElement('span');
  probe.style.display = 'none';
  node.append(probe);
  const color = (variable: string, fallback: string) => {
    probe.style.color = `var(${variable}, ${fallback})`;
    return getComputedStyle(probe).color;
  };
  const font = (variable: string, fallback: string) => {
    probe.style.fontFamily = `var(${variable}, ${fallback})`;
    return getComputedStyle(probe).fontFamily;
  };
  const surface = color('--jp-layout-color0', '#fff');
  const theme = {
    dark: luminance(surface) < 0.5,
    text: color('--jp-content-font-color1', '#222'),
    faint: color('--jp-content-font-color2', '#666'),
    line: color('--jp-border-color2', '#ddd'),
    grid: soft(color('--jp-border-color3', '#eee'), surface),
    surface,
    raised: color('--jp-layout-color2', '#eee'),
    accent: color('--jp-brand-color1', '#1976d2'),
    font: font('--jp-ui-font-family', 'sans-serif'),
    mono: font('--jp-code-font-family', 'monospace'),
  };
  probe.remove();
  return theme;
}

/** Calls `changed` after each change of JupyterLab's theme, until the returned function is called. */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributeFilter: ['data-jp-theme-light', 'data-jp-theme-name'] });
  return () => observer.disconnect();
}

/** A line that stays behind the data: high contrast themes give borders the strength of text. */
function soft(line: string, surface: string): string {
  if (Math.abs(luminance(line) - luminance(surface)) < 0.5) return line;
  return line.replace(/^rgb\((.+)\)$/, 'rgba($1, 0.25)');
}

/** Perceived lightness of an `rgb(…)` colour, 0 black to 1 white. */
function luminance(rgb: string): number {
  const [red = 255, green = 255, blue = 255] = (rgb.match(/[\d.]+/g) ?? []).map(Number);
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}

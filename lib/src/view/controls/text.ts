import { shortNumber } from '../numbers.js';
import type { ControlOutput, ControlSpec, ControlsSpec } from './spec.js';

/** Controls as text: a line each, then what the callback put out. */
export function controlsText({ title, controls, outputs }: ControlsSpec): string {
  const lines = controls.map((control) => `${control.label}: ${controlValue(control)}`);
  return [...(title ? [title] : []), ...lines, ...outputs.map(outputText)].join('\n');
}

/** The value of a control in words. */
export function controlValue(control: ControlSpec): string {
  switch (control.kind) {
    case 'slider':
      return `${shortNumber(control.value)} (${shortNumber(control.min)} to ${shortNumber(control.max)})`;
    case 'select':
      return `${control.options[control.value]} (of ${control.options.join(', ')})`;
    case 'checkbox':
      return control.value ? 'on' : 'off';
    case 'button':
      return control.value === 1 ? 'pressed once' : `pressed ${control.value} times`;
  }
}

/** The text form of an output. */
export function outputText(output: ControlOutput): string {
  if (output.type === 'stream') return output.text.replace(/\n$/, '');
  if (output.type === 'error') return output.traceback.join('\n');
  return String(output.data['text/plain'] ?? '');
}

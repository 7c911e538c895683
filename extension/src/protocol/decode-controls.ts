import { asArray, asNumber, asSpec } from './fields.js';
import { asChoice, asCount, asObject, asText, PayloadError } from './payload.js';
import { CONTROLS_MIME, type ControlOutput, type ControlSpec, type ControlsSpec } from './spec.js';

const MOST_CONTROLS = 100;
const MOST_OPTIONS = 1000;
const KINDS = ['slider', 'select', 'checkbox', 'button'] as const;

/** Reads the JSON of controls. Throws a PayloadError that says what is wrong. */
export function decodeControls(payload: unknown): ControlsSpec {
  const spec = asSpec('controls view', payload);
  asText('controls id', spec.id);
  asCount('controls seq', spec.seq);
  if (spec.title !== undefined) asText('controls title', spec.title);
  const controls = asArray('controls', spec.controls);
  if (controls.length > MOST_CONTROLS) throw new PayloadError('controls', `at most ${MOST_CONTROLS}`, controls.length);
  return { ...spec, controls: controls.map(decodeControl), outputs: decodeOutputs(spec.outputs) } as ControlsSpec;
}

/** What the code says to its views, checked. */
export type KnownReply =
  | { type: 'running' }
  | { type: 'state'; token?: string; running: boolean; bundle: Record<string, unknown>; spec: ControlsSpec };

/** Reads what the code says to its views. */
export function decodeControlReply(data: unknown): KnownReply {
  const reply = asObject('control message', data);
  const type = asChoice('control message type', reply.type, ['running', 'state'] as const);
  if (type === 'running') return { type };
  const bundle = asObject('control state', reply.bundle);
  const token = reply.token === undefined ? {} : { token: asText('control token', reply.token) };
  return { type, running: reply.running === true, ...token, bundle, spec: decodeControls(bundle[CONTROLS_MIME]) };
}

function decodeControl(value: unknown): ControlSpec {
  const control = asObject('control', value);
  const kind = asChoice('control kind', control.kind, KINDS);
  asText('control name', control.name);
  asText('control label', control.label);
  if (kind === 'slider') {
    const min = asNumber('slider min', control.min);
    const max = asNumber('slider max', control.max);
    const at = asNumber('slider value', control.value);
    const step = asNumber('slider step', control.step);
    if (!(min < max && at >= min && at <= max && step > 0)) {
      throw new PayloadError('slider', 'a value between min and max and a step above 0', [min, at, max, step]);
    }
  } else if (kind === 'select') {
    const options = asArray('select options', control.options).map((text) => asText('select option', text));
    const at = asCount('select value', control.value);
    if (at >= options.length || options.length > MOST_OPTIONS) {
      throw new PayloadError('select', `the place of one of at most ${MOST_OPTIONS} options`, at);
    }
  } else if (kind === 'checkbox') {
    if (typeof control.value !== 'boolean') throw new PayloadError('checkbox value', 'true or false', control.value);
  } else asCount('button value', control.value);
  return control as unknown as ControlSpec;
}

function decodeOutputs(value: unknown): ControlOutput[] {
  return asArray('control outputs', value).map((each) => {
    const output = asObject('control output', each);
    const type = asChoice('control output type', output.type, ['stream', 'display', 'error'] as const);
    if (type === 'stream') {
      asChoice('stream name', output.name, ['stdout', 'stderr'] as const);
      asText('stream text', output.text);
    } else if (type === 'display') {
      asObject('control display', output.data);
      asObject('control display metadata', output.metadata);
    } else for (const line of asArray('traceback', output.traceback)) asText('traceback', line);
    return output as unknown as ControlOutput;
  });
}

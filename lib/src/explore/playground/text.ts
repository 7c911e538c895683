import { shortNumber } from '../../view/numbers.js';
import { fromJsonNumber } from '../../view/values.js';
import type { PlaygroundSpec } from './spec.js';

/** A playground as text: what is trained on what, how far it is, and the call that makes it. */
export function playgroundText(spec: PlaygroundSpec): string {
  const { title, settings, points, call } = spec;
  const net = [settings.features.length, ...settings.layers, 1].join('→');
  return [
    title ?? 'Playground',
    `${settings.problem} of ${points} points (${settings.dataset}), ${settings.features.join(', ')}`,
    `network ${net}, ${settings.activation}, learning rate ${settings.learningRate}`,
    progressText(spec),
    call,
  ].join('\n');
}

/** Epoch and losses. */
export function progressText({ epoch, trainLoss, testLoss, accuracy }: PlaygroundSpec): string {
  const right = accuracy === undefined ? '' : `, ${shortNumber(100 * accuracy)} % of the test points right`;
  const losses = [trainLoss, testLoss].map((loss) => shortNumber(fromJsonNumber(loss)));
  return `epoch ${epoch}: train loss ${losses[0]}, test loss ${losses[1]}${right}`;
}

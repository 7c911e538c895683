import { decodeTensor, type TensorData } from '../protocol/decode-tensor.js';
import { element } from '../shell/dom.js';
import type { View } from '../shell/view.js';
import { onThemeChange } from '../theme/theme.js';
import { exact, shortType } from './format.js';
import { cutText, tensorHeader } from './header.js';
import { TensorModel } from './model.js';
import { TensorPicture } from './picture.js';

/** The view of one tensor: a number card for a scalar, else a heat map with the controls that explore it. */
export class TensorView implements View {
  readonly node = element('section', { class: 'lectern-View lectern-Tensor' });
  private picture: TensorPicture | undefined;
  private readonly themeWatch = onThemeChange(() => this.picture?.recolor());

  update(payload: unknown): void {
    const data = decodeTensor(payload);
    const before = this.picture;
    this.picture?.dispose();
    this.picture = undefined;
    this.node.setAttribute('aria-label', `Tensor ${data.title}`.trim());
    const cut = cutText(data);
    this.node.replaceChildren(tensorHeader(data));
    if (cut) this.node.append(element('p', { class: 'lectern-Note' }, cut));
    const model = new TensorModel(data);
    if (model.empty) {
      this.node.append(element('p', { class: 'lectern-Note' }, 'No values: an axis has length 0.'));
    } else if (model.rank === 0) {
      this.node.append(scalarCard(data));
    } else {
      const same = before !== undefined && keepPlace(before.model, model);
      this.picture = new TensorPicture(model, same ? before.settings : undefined);
      this.node.append(this.picture.node);
    }
  }

  resized(): void {
    this.picture?.resized();
  }

  dispose(): void {
    this.themeWatch();
    this.picture?.dispose();
  }
}

function scalarCard(data: TensorData): HTMLElement {
  const value = element('output', { class: 'lectern-Scalar' }, exact(data.values[0], data.dtype));
  return element(
    'div',
    { class: 'lectern-Card' },
    value,
    element('span', { class: 'lectern-Faint' }, shortType(data.dtype)),
  );
}

/** New values of the same shape keep the slice that the reader chose. Says whether they have that shape. */
function keepPlace(before: TensorModel, now: TensorModel): boolean {
  const same =
    JSON.stringify([before.data.shape, before.data.kept]) === JSON.stringify([now.data.shape, now.data.kept]);
  if (!same) return false;
  now.rows = before.rows;
  now.cols = before.cols;
  now.cursor = before.cursor;
  now.pins = before.pins;
  before.at.forEach((position, axis) => {
    now.at[axis] = position;
  });
  return true;
}

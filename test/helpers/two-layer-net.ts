import { nn, type Tensor } from 'lectern';

/** A module as users write them: its layers are fields, its forward is their composition. */
export class TwoLayerNet extends nn.Module {
  linear1: nn.Linear;
  linear2: nn.Linear;
  constructor(dIn: number, h: number, dOut: number) {
    super();
    this.linear1 = new nn.Linear(dIn, h);
    this.linear2 = new nn.Linear(h, dOut);
  }
  forward(x: Tensor): Tensor {
    return this.linear2(this.linear1(x).clamp({ min: 0 }));
  }
}

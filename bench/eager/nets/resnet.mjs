import { F, nn, optim, randint, randn } from 'lectern';
import { train } from '../train.mjs';

const WIDTHS = [16, 32, 64];
const BLOCKS = 3;

/** Two convolutions and a way around them, by a convolution of one pixel where the shape changes. */
class Block extends nn.Module {
  /** @param {number} from @param {number} to @param {number} stride */
  constructor(from, to, stride) {
    super();
    this.conv1 = new nn.Conv2d(from, to, 3, { stride, padding: 1, bias: false });
    this.bn1 = new nn.BatchNorm2d(to);
    this.conv2 = new nn.Conv2d(to, to, 3, { padding: 1, bias: false });
    this.bn2 = new nn.BatchNorm2d(to);
    this.skip = from === to ? null : new nn.Conv2d(from, to, 1, { stride, bias: false });
  }

  /** @param {import('lectern').Tensor} x */
  forward(x) {
    const y = this.bn2(this.conv2(this.bn1(this.conv1(x)).relu()));
    return y.add(this.skip === null ? x : this.skip(x)).relu();
  }
}

class ResNet20 extends nn.Module {
  constructor() {
    super();
    this.conv = new nn.Conv2d(3, 16, 3, { padding: 1, bias: false });
    this.bn = new nn.BatchNorm2d(16);
    /** @type {Block[]} */
    const blocks = [];
    WIDTHS.forEach((width, stage) => {
      for (let i = 0; i < BLOCKS; i++) {
        const first = i === 0 && stage > 0;
        blocks.push(new Block(first ? WIDTHS[stage - 1] : width, width, first ? 2 : 1));
      }
    });
    this.blocks = new nn.Sequential(...blocks);
    this.fc = new nn.Linear(64, 10);
  }

  /** @param {import('lectern').Tensor} x */
  forward(x) {
    return this.fc(this.blocks(this.bn(this.conv(x)).relu()).mean([1, 2]));
  }
}

/** He et al. 2016, for images of 32². @type {import('../programs.mjs').Program} */
export const resnet = {
  key: 'resnet',
  name: 'ResNet-20, 32², batch of 32',
  steps: 5,
  create() {
    const net = new ResNet20();
    const optimizer = new optim.SGD(net.parameters(), { lr: 0.0001, momentum: 0.9, weightDecay: 1e-4 });
    const data = { x: randn(32, 32, 32, 3), y: randint(0, 10, [32]) };
    return { net, data, step: () => train(optimizer, () => F.crossEntropy(net(data.x), data.y)) };
  },
  torch: `
class Block(nn.Module):
    def __init__(self, a, b, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(a, b, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(b)
        self.conv2 = nn.Conv2d(b, b, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(b)
        self.skip = None if a == b else nn.Conv2d(a, b, 1, stride, bias=False)
    def forward(self, x):
        y = self.bn2(self.conv2(self.bn1(self.conv1(x)).relu()))
        return (y + (x if self.skip is None else self.skip(x))).relu()
class ResNet20(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn = nn.BatchNorm2d(16)
        widths = ${JSON.stringify(WIDTHS)}
        blocks = []
        for stage, width in enumerate(widths):
            for i in range(${BLOCKS}):
                first = i == 0 and stage > 0
                blocks.append(Block(widths[stage - 1] if first else width, width, 2 if first else 1))
        self.blocks = nn.Sequential(*blocks)
        self.fc = nn.Linear(64, 10)
    def forward(self, x):
        return self.fc(self.blocks(self.bn(self.conv(x)).relu()).mean((2, 3)))
net = ResNet20().to(device)
net.load_state_dict(weights)
optimizer = torch.optim.SGD(net.parameters(), lr=0.0001, momentum=0.9, weight_decay=1e-4)
images, labels = data['x'].permute(0, 3, 1, 2).contiguous(), data['y'].long()
def step():
    loss = F.cross_entropy(net(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
`,
};

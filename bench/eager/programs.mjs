import { F, nn, optim, rand, randint, randn } from 'lectern';

/**
 * A training step, written twice.
 * @typedef {object} Program
 * @property {string} name
 * @property {() => { net: import('lectern').nn.Module, data: Record<string, import('lectern').Tensor>,
 *   step: () => import('lectern').Tensor }} create Ours: `step` returns the loss.
 * @property {string} torch PyTorch's: Python that reads `data`, loads `weights` and defines `step`.
 */

/** @type {Program[]} */
export const PROGRAMS = [
  {
    name: 'two layers (64, 1000, 100, 10)',
    create() {
      const net = new nn.Sequential(new nn.Linear(1000, 100), new nn.ReLU(), new nn.Linear(100, 10));
      const criterion = new nn.MSELoss({ reduction: 'sum' });
      const optimizer = new optim.SGD(net.parameters(), { lr: 1e-4 });
      const data = { x: randn(64, 1000), y: randn(64, 10) };
      return { net, data, step: () => train(optimizer, () => criterion(net(data.x), data.y)) };
    },
    torch: `
net = nn.Sequential(nn.Linear(1000, 100), nn.ReLU(), nn.Linear(100, 10)).to(device)
net.load_state_dict(weights)
criterion = nn.MSELoss(reduction='sum')
optimizer = torch.optim.SGD(net.parameters(), lr=1e-4)
def step():
    loss = criterion(net(data['x']), data['y'])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
`,
  },
  {
    name: 'LeNet-5, batch of 64',
    create() {
      const net = new nn.Sequential(
        new nn.Conv2d(1, 6, 5, { padding: 2 }),
        new nn.ReLU(),
        new nn.MaxPool2d(2),
        new nn.Conv2d(6, 16, 5),
        new nn.ReLU(),
        new nn.MaxPool2d(2),
        new nn.Flatten(1, -1, { channelsFirst: true }),
        new nn.Linear(400, 120),
        new nn.ReLU(),
        new nn.Linear(120, 84),
        new nn.ReLU(),
        new nn.Linear(84, 10),
      );
      const optimizer = new optim.SGD(net.parameters(), { lr: 0.01 });
      const data = { x: rand(64, 28, 28, 1), y: randint(0, 10, [64]) };
      return { net, data, step: () => train(optimizer, () => F.crossEntropy(net(data.x), data.y)) };
    },
    torch: `
net = nn.Sequential(
    nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
    nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)).to(device)
net.load_state_dict(weights)
optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
images, labels = data['x'].permute(0, 3, 1, 2).contiguous(), data['y'].long()
def step():
    loss = F.cross_entropy(net(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
`,
  },
];

/** @param {{ zeroGrad(): void, step(): void }} optimizer @param {() => import('lectern').Tensor} forward */
function train(optimizer, forward) {
  const loss = forward();
  optimizer.zeroGrad();
  loss.backward();
  optimizer.step();
  return loss;
}

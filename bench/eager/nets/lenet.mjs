import { F, nn, optim, rand, randint } from 'lectern';
import { train } from '../train.mjs';

/** @type {import('../programs.mjs').Program} */
export const lenet = {
  key: 'lenet',
  name: 'LeNet-5, batch of 64',
  steps: 10,
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
};

import { F, nn, optim, rand } from 'lectern';
import { train } from '../train.mjs';

const SIZES = [784, 1000, 500, 250, 30, 250, 500, 1000, 784];

/** The net of Hinton and Salakhutdinov 2006, with ReLU. @type {import('../programs.mjs').Program} */
export const autoencoder = {
  key: 'autoencoder',
  name: 'autoencoder 784-1000-500-250-30, batch of 128',
  steps: 10,
  create() {
    const layers = SIZES.slice(1).flatMap((size, i) => {
      const linear = new nn.Linear(SIZES[i], size);
      return i === 3 || i === SIZES.length - 2 ? [linear] : [linear, new nn.ReLU()];
    });
    const net = new nn.Sequential(...layers);
    const optimizer = new optim.SGD(net.parameters(), { lr: 0.05, momentum: 0.9 });
    const data = { x: rand(128, 784) };
    return { net, data, step: () => train(optimizer, () => F.mseLoss(net(data.x).sigmoid(), data.x)) };
  },
  torch: `
sizes = ${JSON.stringify(SIZES)}
layers = []
for i in range(8):
    layers.append(nn.Linear(sizes[i], sizes[i + 1]))
    if i not in (3, 7):
        layers.append(nn.ReLU())
net = nn.Sequential(*layers).to(device)
net.load_state_dict(weights)
optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
def step():
    loss = F.mse_loss(net(data['x']).sigmoid(), data['x'])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
`,
};

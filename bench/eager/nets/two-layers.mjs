import { nn, optim, randn } from 'lectern';
import { train } from '../train.mjs';

/** @typedef {import('../programs.mjs').TFTensor} TFTensor */

/** @type {import('../programs.mjs').Program} */
export const twoLayers = {
  key: 'two-layers',
  name: 'two layers (64, 1000, 100, 10)',
  steps: 20,
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
  layers(tf, weights, { x, y }) {
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 100, activation: 'relu', inputShape: [1000] }), tf.layers.dense({ units: 10 })],
    });
    const [w1, b1, w2, b2] = ['0.weight', '0.bias', '2.weight', '2.bias'].map((name) => weights[name]);
    model.setWeights([w1.transpose(), b1, w2.transpose(), b2]);
    const loss = (/** @type {TFTensor} */ target, /** @type {TFTensor} */ output) =>
      tf.sum(tf.squaredDifference(target, output));
    model.compile({ optimizer: tf.train.sgd(1e-4), loss });
    return { model, x, y };
  },
};

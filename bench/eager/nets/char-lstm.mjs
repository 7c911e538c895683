import { F, nn, optim, randint } from 'lectern';
import { train } from '../train.mjs';

const CHARACTERS = 65;
const HIDDEN = 128;
const [BATCH, TIME] = [32, 50];

class CharLSTM extends nn.Module {
  constructor() {
    super();
    this.lstm = new nn.LSTM(CHARACTERS, HIDDEN, { batchFirst: true });
    this.head = new nn.Linear(HIDDEN, CHARACTERS);
  }

  /** @param {import('lectern').Tensor} x */
  forward(x) {
    return this.head(this.lstm(x)[0]);
  }
}

/** @typedef {import('../programs.mjs').TFTensor} TFTensor */

/** Predicts the next of 65 characters, given as one-hot rows. @type {import('../programs.mjs').Program} */
export const charLstm = {
  key: 'char-lstm',
  name: 'char-LSTM, hidden 128, 50 steps, batch of 32',
  steps: 10,
  create() {
    const net = new CharLSTM();
    const optimizer = new optim.SGD(net.parameters(), { lr: 0.5 });
    const data = {
      x: F.oneHot(randint(0, CHARACTERS, [BATCH, TIME]), CHARACTERS),
      y: randint(0, CHARACTERS, [BATCH, TIME]),
    };
    return { net, data, step: () => train(optimizer, () => F.crossEntropy(net(data.x), data.y)) };
  },
  torch: `
class CharLSTM(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(${CHARACTERS}, ${HIDDEN}, batch_first=True)
        self.head = nn.Linear(${HIDDEN}, ${CHARACTERS})
    def forward(self, x):
        return self.head(self.lstm(x)[0])
net = CharLSTM().to(device)
net.load_state_dict(weights)
optimizer = torch.optim.SGD(net.parameters(), lr=0.5)
labels = data['y'].long().flatten()
def step():
    loss = F.cross_entropy(net(data['x']).flatten(0, 1), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
`,
  layers(tf, weights, { x, y }) {
    const model = tf.sequential({
      layers: [
        tf.layers.lstm({
          units: HIDDEN,
          returnSequences: true,
          recurrentActivation: 'sigmoid',
          recurrentInitializer: 'glorotUniform',
          inputShape: [TIME, CHARACTERS],
        }),
        tf.layers.dense({ units: CHARACTERS }),
      ],
    });
    const w = (/** @type {string} */ name) => weights[name];
    const bias = w('lstm.bias_ih_l0').add(w('lstm.bias_hh_l0'));
    const lstm = [w('lstm.weight_ih_l0').transpose(), w('lstm.weight_hh_l0').transpose(), bias];
    model.setWeights([...lstm, w('head.weight').transpose(), w('head.bias')]);
    const loss = (/** @type {TFTensor} */ target, /** @type {TFTensor} */ output) =>
      tf.losses.softmaxCrossEntropy(target, output);
    model.compile({ optimizer: tf.train.sgd(0.5), loss });
    return { model, x, y: tf.oneHot(y, CHARACTERS).toFloat() };
  },
};

import { F, nn, optim, randint } from 'lectern';
import { train } from '../train.mjs';

const CHARACTERS = 65;
const [BATCH, TIME, WIDTH, HEADS, LAYERS] = [16, 64, 128, 4, 2];

class Transformer extends nn.Module {
  constructor() {
    super();
    this.embed = new nn.Embedding(CHARACTERS, WIDTH);
    this.place = new nn.Embedding(TIME, WIDTH);
    const options = { dimFeedforward: 4 * WIDTH, dropout: 0, batchFirst: true, normFirst: true };
    const layer = () => new nn.TransformerEncoderLayer(WIDTH, HEADS, options);
    this.encoder = new nn.TransformerEncoder(layer, LAYERS, new nn.LayerNorm(WIDTH));
    this.head = new nn.Linear(WIDTH, CHARACTERS);
  }

  /** @param {import('lectern').Tensor} x */
  forward(x) {
    const mask = F.causalMask(TIME).logicalNot();
    return this.head(this.encoder(this.embed(x).add(this.place.weight), { mask }));
  }
}

/** Predicts the next of 65 characters from those before. @type {import('../programs.mjs').Program} */
export const transformer = {
  key: 'transformer',
  name: 'transformer, 2 layers of 128, 4 heads, 64 steps, batch of 16',
  steps: 10,
  create() {
    const net = new Transformer();
    const optimizer = new optim.AdamW(net.parameters(), { lr: 3e-4, eps: 1e-6 });
    const data = { x: randint(0, CHARACTERS, [BATCH, TIME]), y: randint(0, CHARACTERS, [BATCH, TIME]) };
    return { net, data, step: () => train(optimizer, () => F.crossEntropy(net(data.x), data.y)) };
  },
  torch: `
class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(${CHARACTERS}, ${WIDTH})
        self.place = nn.Embedding(${TIME}, ${WIDTH})
        layer = nn.TransformerEncoderLayer(
            ${WIDTH}, ${HEADS}, dim_feedforward=${4 * WIDTH}, dropout=0, batch_first=True, norm_first=True)
        self.encoder = nn.TransformerEncoder(layer, ${LAYERS}, nn.LayerNorm(${WIDTH}), enable_nested_tensor=False)
        self.head = nn.Linear(${WIDTH}, ${CHARACTERS})
    def forward(self, x):
        mask = torch.ones(${TIME}, ${TIME}, dtype=torch.bool, device=device).tril().logical_not()
        return self.head(self.encoder(self.embed(x) + self.place.weight, mask=mask))
net = Transformer().to(device)
net.load_state_dict(weights)
optimizer = torch.optim.AdamW(net.parameters(), lr=3e-4, eps=1e-6)
characters, labels = data['x'].long(), data['y'].long().flatten()
def step():
    loss = F.cross_entropy(net(characters).flatten(0, 1), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
`,
};

import { F, nn, optim, randint, randn, backend } from 'lectern';
import { test } from 'vitest';
test('b', () => {
  const net = new nn.Sequential(new nn.Conv2d(1, 6, 5, { padding: 2 }), new nn.Tanh(), new nn.AvgPool2d(2), new nn.Conv2d(6, 16, 5), new nn.Tanh(), new nn.AvgPool2d(2), new nn.Flatten(), new nn.Linear(400, 120), new nn.Tanh(), new nn.Linear(120, 84), new nn.Tanh(), new nn.Linear(84, 10));
  const o = new optim.SGD(net.parameters(), { lr: 0.05, momentum: 0.9 });
  const x = randn(64, 28, 28, 1), y = randint(0, 10, [64]);
  const ms: number[] = [];
  for (let i = 0; i < 300; i++) { const t = performance.now(); const l = F.crossEntropy(net(x), y); o.zeroGrad(); l.backward(); o.step(); ms.push(performance.now() - t); }
  const s = ms.slice(50).sort((a, b) => a - b); console.log('ours median', s[125], 'p10', s[25], 'p90', s[225], backend.memory());
}, 60000);

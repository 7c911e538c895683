import { Sequential as Chain } from './chain.js';
/** Makes a {@link Sequential}: `new nn.Sequential(new nn.Linear(1, 200), new nn.ReLU(), new nn.Linear(200, 1))`. */
export const Sequential = Chain;

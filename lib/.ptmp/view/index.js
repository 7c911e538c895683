export { tensor } from './tensor.js';
export { training, } from './training.js';

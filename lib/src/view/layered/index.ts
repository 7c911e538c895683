export { type Collapsed, closedBelow, collapsed, depthFor, modulesOf } from './collapse.js';
export { type Arrow, type Layered, type LayeredOptions, layered, type Point, type Size } from './layered.js';

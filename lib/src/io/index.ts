export { type LoadCheckpointOptions, loadCheckpoint, saveCheckpoint } from './checkpoint.js';
export type { CheckpointParts, CheckpointValues, Stateful } from './checkpoint-parts.js';
export {
  decodeSafetensors,
  encodeSafetensors,
  loadSafetensors,
  loadSafetensorsMetadata,
  type SafetensorsContent,
  type SafetensorsOptions,
  saveSafetensors,
} from './safetensors.js';

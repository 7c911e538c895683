export { type LoadCheckpointOptions, loadCheckpoint, saveCheckpoint } from './checkpoint.js';
export type { CheckpointParts, CheckpointValues, Stateful } from './checkpoint-parts.js';
export { loadNpy, saveNpy } from './npy.js';
export { type LoadNpzOptions, loadNpz, type SaveNpzOptions, saveNpz } from './npz.js';
export { type ExportOnnxOptions, exportOnnx } from './onnx/export.js';
export {
  decodeSafetensors,
  encodeSafetensors,
  loadSafetensors,
  loadSafetensorsMetadata,
  type SafetensorsContent,
  type SafetensorsOptions,
  saveSafetensors,
} from './safetensors.js';
export { loadTfjsLayers } from './tfjs/layers-model.js';
export { loadTorch } from './torch/load-torch.js';

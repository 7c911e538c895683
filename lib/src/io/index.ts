export {
  decodeSafetensors,
  encodeSafetensors,
  loadSafetensors,
  loadSafetensorsMetadata,
  type SafetensorsContent,
  type SafetensorsOptions,
  saveSafetensors,
} from './safetensors.js';

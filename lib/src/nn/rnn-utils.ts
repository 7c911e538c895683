/** What `torch.nn.utils.rnn` has. */
export {
  type BatchFirstOptions,
  PackedSequence,
  type PackOptions,
  type PadPackedOptions,
  type PadSequenceOptions,
  packPaddedSequence,
  packSequence,
  padPackedSequence,
  padSequence,
  unpackSequence,
  unpadSequence,
} from './packed-sequence.js';

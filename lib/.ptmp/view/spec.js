/**
 * The plain data that a view puts into a notebook, one type a MIME type. The extension draws them; the library's text
 * and PNG forms are drawn from the same data. Everything here is JSON; numbers that JSON cannot hold travel as the
 * strings 'NaN', 'Infinity' and '-Infinity' inside {@link JsonNumber} lists, or as base64 little-endian binary.
 */
export const TENSOR_MIME = 'application/vnd.lectern.tensor.v1+json';
export const TRAINING_MIME = 'application/vnd.lectern.training.v1+json';
/** The comm target on which live views talk: see {@link LiveMessage}. */
export const VIEW_TARGET = 'lectern.view';

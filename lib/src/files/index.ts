export { type Audio, readAudio, type WriteAudioOptions, writeAudio } from './audio.js';
export { type CsvOptions, parseCsv, readCsv, writeCsv } from './csv.js';
export { decodeImage, type ReadImageOptions, readImage, type WriteImageOptions, writeImage } from './image.js';
export { readJson, readJsonLines, writeJson, writeJsonLines } from './json.js';
export { type Cell, Table } from './table.js';
export { readText, writeText } from './text.js';

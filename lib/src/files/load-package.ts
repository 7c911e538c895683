import { nodeRequire } from '../backend/node.js';
import { FileError } from '../errors.js';

/** An npm package that is loaded when it is first needed: loading it with the library would cost every start. */
export function loadPackage<T>(name: string, where: string): T {
  try {
    return nodeRequire()!(name) as T;
  } catch (error) {
    throw new FileError(`${where}: expected the npm package ${name}, got none that loads here; npm install ${name}`, {
      cause: error,
    });
  }
}

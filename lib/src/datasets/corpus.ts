import { ValueError } from '../errors.js';
import { fromValues } from '../tensor/create.js';
import { Tensor } from '../tensor/tensor.js';

/**
 * A text as a sequence of numbered characters, and where it comes from.
 *
 *     datasets.mobyDick() instanceof datasets.Corpus // → true
 */
export class Corpus {
  readonly name: string;
  readonly text: string;
  /** Address of the origin. */
  readonly source: string;
  readonly licence: string;
  /** Every character of the text once, in the order of Unicode; a code is an index into them. */
  readonly characters: readonly string[];
  readonly #codes: ReadonlyMap<string, number>;

  constructor(origin: { name: string; source: string; licence: string }, text: string) {
    this.name = origin.name;
    this.source = origin.source;
    this.licence = origin.licence;
    this.text = text;
    this.characters = [...new Set(text)].sort();
    this.#codes = new Map(this.characters.map((character, code) => [character, code]));
  }

  /** Codes of a text, default the whole one: int32 `[characters]`. @throws ValueError for a character it has not. */
  encode(text: string = this.text): Tensor {
    const codes = Int32Array.from([...text], (character) => {
      const code = this.#codes.get(character);
      if (code !== undefined) return code;
      throw new ValueError(
        `Corpus.encode: expected one of the ${this.characters.length} characters, got '${character}'`,
      );
    });
    return fromValues(codes, [codes.length], 'int32');
  }

  /** The text of codes. */
  decode(codes: Tensor | ArrayLike<number>): string {
    return Array.from(codes instanceof Tensor ? codes.dataSync() : codes, (code) => {
      const character = this.characters[code];
      if (character !== undefined) return character;
      throw new ValueError(`Corpus.decode: expected codes 0…${this.characters.length - 1}, got ${code}`);
    }).join('');
  }
}

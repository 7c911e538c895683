import type { Magic } from './magic.js';

/** `%lsmagic`: what there is. `all` lists the magics, this one among them. */
export function lsmagic(all: () => readonly Magic[]): Magic {
  return {
    name: 'lsmagic',
    kind: 'line',
    usage: '%lsmagic',
    help: 'Lists the magics.',
    run({ print }) {
      const width = Math.max(...all().map(({ usage }) => usage.length));
      print(
        all()
          .map(({ usage, help }) => `${usage.padEnd(width)}  ${help}\n`)
          .join(''),
      );
    },
  };
}

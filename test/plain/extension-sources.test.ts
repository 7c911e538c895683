import { expect, it } from 'vitest';
import { read, repositoryFiles } from '../helpers/sources.js';

const sources = repositoryFiles().filter((path) => /^extension\/src\/.+\.ts$/.test(path));

/** What would turn data into markup or code, or would leave the page; `state.fetch` reads JupyterLab's own workspace. */
const FORBIDDEN =
  /\b(innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|document\.write|DOMParser|srcdoc|eval\(|new Function|XMLHttpRequest|(?<!state\.)fetch\(|sendBeacon|EventSource|new WebSocket|importScripts)/;

it('the extension makes no markup and no code from text, and asks nothing of the network', () => {
  expect(sources.length).toBeGreaterThan(50);
  const found = sources.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, i) => (FORBIDDEN.test(line) ? [`${path}:${i + 1} ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});

it('a value that looks like a forbidden word would be found', () => {
  expect(FORBIDDEN.test('node.innerHTML = title;')).toBe(true);
  expect(FORBIDDEN.test("const make = new Function('x');")).toBe(true);
});

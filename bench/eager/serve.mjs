import { createInterface } from 'node:readline';

/**
 * Answers requests, a line of JSON each, until the input ends.
 * @param {(request: any) => unknown} answer May be async.
 */
export async function serve(answer) {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
  }
}

import type { Language } from './language.js';
import type { LanguageOptions } from './messages.js';
import { WorkerCalls } from './worker-calls.js';

export type { LanguageOptions } from './messages.js';

/**
 * TypeScript as the kernel's language, in a worker thread of its own. Calls are answered in the order in which they
 * were made. If the worker ends (out of memory, a crash of the compiler), the calls that wait fail with an error, and a
 * new worker goes on with the scope of the cells that ran.
 */
export function createTypeScriptLanguage(options: LanguageOptions): Language {
  const calls = new WorkerCalls(options);
  const committed = new Map<number, string>();
  const converted = new Map<number, string>();
  let lastId = 0;
  calls.onRestart = () => calls.ask('restore', [...committed], lastId);

  const ready = calls.ask('warm');
  // Whoever awaits it still sees the failure; closing a kernel that nobody waited for is no unhandled rejection.
  ready.catch(() => undefined);
  return {
    ready,
    async convert(code, cell) {
      const conversion = await calls.ask('convert', code, cell);
      if (conversion.ok) {
        converted.set(conversion.id, code);
        lastId = conversion.id;
      }
      return conversion;
    },
    async commit(conversionId) {
      const needed = new Set(await calls.ask('commit', conversionId));
      committed.set(conversionId, converted.get(conversionId) ?? '');
      for (const id of committed.keys()) if (!needed.has(id)) committed.delete(id);
      for (const id of converted.keys()) if (id <= conversionId) converted.delete(id);
    },
    complete: (code, offset) => calls.ask('complete', code, offset),
    inspect: (code, offset, detail) => calls.ask('inspect', code, offset, detail),
    isComplete: (code) => calls.ask('isComplete', code),
    diagnostics: (code) => calls.ask('diagnostics', code),
    prepare: (code) => calls.ask('prepare', code),
    catchesAt: (text, offsets) => calls.ask('catchesAt', text, offsets),
    async reset() {
      committed.clear();
      await calls.ask('reset');
    },
    close: () => calls.close(),
  };
}

import process from 'node:process';

/** The part of Node that counts who follows asynchronous operations, and knows which of them are under way. */
interface AsyncWrap {
  /** How many follow each kind of event, and all together, by the indices of `constants`. */
  async_hook_fields: Uint32Array;
  constants: Record<'kInit' | 'kBefore' | 'kAfter' | 'kDestroy' | 'kPromiseResolve' | 'kTotals', number>;
  clearAsyncIdStack(): void;
}

/** Name of the function on the global object that calls {@link AsyncHooks.leaving}. */
export const LEAVING = 'lectern:leaving';

/**
 * Lets code be left that hooks follow; before Node 24 an AsyncLocalStorage is one. Node ends the process for a continuation
 * that never ended, but only while someone follows them.
 */
export class AsyncHooks {
  private readonly wrap = asyncWrap();
  private left = false;

  /** Called just before V8 leaves a continuation for good: for now no one follows. */
  leaving(): void {
    if (!this.wrap) return;
    this.wrap.async_hook_fields[this.wrap.constants.kTotals] = 0;
    this.left = true;
  }

  /** Called when the event loop turns again: forgets what was left, and lets hooks follow what comes. */
  backInLoop(): void {
    if (!this.wrap || !this.left) return;
    this.left = false;
    this.wrap.clearAsyncIdStack();
    const { async_hook_fields: fields, constants } = this.wrap;
    const { kInit, kBefore, kAfter, kDestroy, kPromiseResolve, kTotals } = constants;
    fields[kTotals] = [kInit, kBefore, kAfter, kDestroy, kPromiseResolve].reduce((sum, kind) => sum + fields[kind], 0);
  }
}

/** There is no public way to these numbers, and no way at all where Node keeps them to itself: then nothing is mended. */
function asyncWrap(): AsyncWrap | undefined {
  const node = process as unknown as { noDeprecation?: boolean; binding(name: string): Partial<AsyncWrap> };
  const silent = node.noDeprecation;
  node.noDeprecation = true;
  try {
    const found = node.binding('async_wrap');
    const isWhole = found.async_hook_fields && found.constants && found.clearAsyncIdStack;
    return isWhole ? (found as AsyncWrap) : undefined;
  } catch {
    return undefined;
  } finally {
    node.noDeprecation = silent;
  }
}

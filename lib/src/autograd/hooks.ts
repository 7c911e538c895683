/** Takes a registered hook away again. */
export interface HookHandle {
  remove(): void;
}

/** Hooks in the order in which they were added. A hook may remove itself while it runs. */
export class Hooks<H> {
  #hooks: readonly H[] = [];

  /** How many there are. */
  get size(): number {
    return this.#hooks.length;
  }

  add(hook: H): HookHandle {
    this.#hooks = [...this.#hooks, hook];
    let present = true;
    const remove = () => {
      if (!present) return;
      present = false;
      const at = this.#hooks.indexOf(hook);
      this.#hooks = this.#hooks.filter((_, i) => i !== at);
    };
    return { remove };
  }

  [Symbol.iterator](): Iterator<H> {
    return this.#hooks[Symbol.iterator]();
  }
}

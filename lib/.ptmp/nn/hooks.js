/** Hooks in the order in which they were added. A hook may remove itself while it runs. */
export class Hooks {
    #hooks = [];
    add(hook) {
        this.#hooks = [...this.#hooks, hook];
        let present = true;
        const remove = () => {
            if (!present)
                return;
            present = false;
            const at = this.#hooks.indexOf(hook);
            this.#hooks = this.#hooks.filter((_, i) => i !== at);
        };
        return { remove };
    }
    [Symbol.iterator]() {
        return this.#hooks[Symbol.iterator]();
    }
}

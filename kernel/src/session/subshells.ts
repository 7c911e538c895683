import { randomUUID } from 'node:crypto';

/**
 * The subshells of a kernel, by id. User code has one thread, so cells of all shells take turns; a subshell's cell goes
 * before those that wait in the main shell. Whatever needs no turn (completion, inspection, comms) is answered at once.
 */
export class Subshells {
  private readonly ids = new Set<string>();

  create(): string {
    const id = randomUUID();
    this.ids.add(id);
    return id;
  }

  /** @throws Error when there is no such subshell */
  delete(id: string): void {
    this.require(id);
    this.ids.delete(id);
  }

  list(): string[] {
    return [...this.ids];
  }

  /** @throws Error when there is no such subshell */
  require(id: string): void {
    if (!this.ids.has(id)) throw new Error(`subshell: expected the id of an open one, got '${id}'`);
  }
}

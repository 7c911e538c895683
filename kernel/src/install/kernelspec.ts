/** Content of a `kernel.json`. */
export interface KernelSpec {
  argv: string[];
  display_name: string;
  language: string;
  interrupt_mode: 'message' | 'signal';
  metadata: Record<string, unknown>;
}

/**
 * The kernelspec of this kernel.
 *
 * @param node path of the Node that runs it
 * @param entry path of this package's command, `dist/main.js`
 * @param maxMemory limit of the JavaScript heap of the cells in MB
 */
export function createKernelSpec(node: string, entry: string, maxMemory?: number): KernelSpec {
  const limit = maxMemory === undefined ? [] : ['--max-memory', String(maxMemory)];
  return {
    argv: [node, entry, 'kernel', '--connection-file', '{connection_file}', ...limit],
    display_name: 'TypeScript (Lectern)',
    language: 'typescript',
    interrupt_mode: 'message',
    metadata: { debugger: true },
  };
}

/** Whether the text of a `kernel.json` is a spec that {@link createKernelSpec} made, perhaps for another Node. */
export function isLecternSpec(text: string): boolean {
  try {
    const { argv, language } = JSON.parse(text) as Partial<KernelSpec>;
    const command = ['kernel', '--connection-file', '{connection_file}'];
    return language === 'typescript' && command.every((word, index) => argv?.[index + 2] === word);
  } catch {
    return false;
  }
}

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
 */
export function createKernelSpec(node: string, entry: string): KernelSpec {
  return {
    argv: [node, entry, 'kernel', '--connection-file', '{connection_file}'],
    display_name: 'TypeScript (Lectern)',
    language: 'typescript',
    interrupt_mode: 'message',
    metadata: { debugger: false },
  };
}

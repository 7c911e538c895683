import { PROTOCOL_VERSION } from '../../protocol/message.js';
import type { Kernel } from '../kernel.js';
import type { Reply } from '../request.js';

/** `kernel_info_request`: what this kernel is and what it can do. */
export async function kernelInfo(kernel: Kernel): Promise<Reply> {
  const { version, languageInfo } = kernel.parts;
  return {
    status: 'ok',
    protocol_version: PROTOCOL_VERSION,
    implementation: 'lectern',
    implementation_version: version,
    language_info: languageInfo,
    banner: `Lectern ${version}: TypeScript on Node ${process.versions.node}`,
    help_links: [{ text: 'TypeScript handbook', url: 'https://www.typescriptlang.org/docs/handbook/intro.html' }],
    supported_features: ['debugger', 'kernel subshells'],
    debugger: true,
  };
}

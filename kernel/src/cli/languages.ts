import { compilerVersion } from '../language/compiler-version.js';
import { createEchoLanguage } from '../language/echo.js';
import type { Language } from '../language/language.js';
import type { LanguageInfo } from '../session/kernel.js';
import type { LanguageName } from './arguments.js';

/** A started language and what the kernel says about it. */
export interface StartedLanguage {
  language: Language;
  languageInfo: LanguageInfo;
}

/** Starts a language by its name. The TypeScript one is only loaded when it is asked for. */
export async function startLanguage(name: LanguageName, cwd: string, preload: string): Promise<StartedLanguage> {
  if (name === 'echo') {
    const version = process.versions.node;
    return {
      language: createEchoLanguage(),
      languageInfo: { name: 'javascript', version, mimetype: 'text/javascript', file_extension: '.js' },
    };
  }
  const { createTypeScriptLanguage } = await import('../language/typescript.js');
  return {
    language: createTypeScriptLanguage({ cwd, preload: preload ? { module: preload } : undefined }),
    languageInfo: {
      name: 'typescript',
      version: compilerVersion(),
      mimetype: 'application/typescript',
      file_extension: '.ts',
      pygments_lexer: 'typescript',
      codemirror_mode: 'typescript',
      nbconvert_exporter: 'script',
    },
  };
}

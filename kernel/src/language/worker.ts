import { parentPort, workerData } from 'node:worker_threads';
import type { LanguageCalls, LanguageOptions, Reply, Request } from './messages.js';
import { TypeScriptService } from './service.js';

const port = parentPort;
if (!port) throw new Error('language worker: to be started as a worker thread, got the main thread');

const service: LanguageCalls = new TypeScriptService(workerData as LanguageOptions);

port.on('message', ({ id, call, args }: Request) => port.postMessage(answer(id, call, args)));

function answer(id: number, call: Request['call'], args: Request['args']): Reply {
  try {
    const method = service[call] as (...values: unknown[]) => unknown;
    return { id, value: method.apply(service, args) };
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { id, error: { message, stack } };
  }
}

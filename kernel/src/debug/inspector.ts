import type { Runtime } from 'node:inspector';
import type { VariableInfo } from '../contract/guard.js';
import type { Variable } from './protocol.js';

/** A runner's inspector, which also works while its code runs or is stopped. */
export interface InspectorPort {
  inspect(method: string, params?: object): Promise<object>;
  detach(): void;
}

/** Where the runner keeps what the debugger asks about variables. */
export const VARIABLES = "globalThis[Symbol.for('lectern.variables')]";
const GROUP = 'lectern';
/** How long looking at variables may take, in ms: values have code of their own, and it may never end. */
const LONGEST = 5000;

/** Calls to the inspector of the runner that is there now. */
export class Inspector {
  /** @param port gives the runner's inspector; runners are replaced when they die */
  constructor(private readonly port: () => InspectorPort) {}

  async call<R extends object = object>(method: string, params: object = {}): Promise<R> {
    return (await this.port().inspect(method, params)) as R;
  }

  detach(): void {
    this.port().detach();
  }

  /** Calls a method of the runner's variables with plain values and gets a plain value. */
  async ask<T>(method: string, ...args: unknown[]): Promise<T> {
    const list = args.map((arg) => JSON.stringify(arg)).join(', ');
    const expression = `${VARIABLES}.${method}(${list})`;
    const params = { expression, returnByValue: true, silent: true, timeout: LONGEST };
    const answer = await this.call<Runtime.EvaluateReturnType>('Runtime.evaluate', params);
    return plainValue<T>(answer);
  }

  /** Calls a method of the runner's variables with values that are in the runner; the answer is plain. */
  async askAbout<T>(method: string, plain: unknown[], values: Runtime.RemoteObject[]): Promise<T> {
    const holder = await this.call<Runtime.EvaluateReturnType>('Runtime.evaluate', {
      expression: VARIABLES,
      objectGroup: GROUP,
    });
    const answer = await this.call<Runtime.CallFunctionOnReturnType>('Runtime.callFunctionOn', {
      objectId: holder.result.objectId,
      functionDeclaration: `function (...given) { return this.${method}(...given); }`,
      arguments: [...plain.map((value) => ({ value })), ...values.map(argumentOf)],
      returnByValue: true,
      silent: true,
    });
    return plainValue<T>(answer);
  }

  /** Describes values in the runner by one line each. */
  async describe(names: string[], values: Runtime.RemoteObject[]): Promise<Variable[]> {
    const infos = await this.askAbout<VariableInfo[]>('describe', [names], values);
    // The handles that describing gave out are weak, so these may go.
    await this.call('Runtime.releaseObjectGroup', { objectGroup: GROUP });
    return infos.map(variableOf);
  }

  /** The properties of an object in the runner that hold values. */
  async properties(objectId: string): Promise<Map<string, Runtime.RemoteObject>> {
    const params = { objectId, ownProperties: true };
    const { result } = await this.call<Runtime.GetPropertiesReturnType>('Runtime.getProperties', params);
    return new Map(result.flatMap(({ name, value }) => (value ? [[name, value] as const] : [])));
  }
}

/** A variable in the words of the protocol. */
export function variableOf({ name, value, type, reference }: VariableInfo): Variable {
  return { name, value, type, evaluateName: name, variablesReference: reference };
}

/** The first line of what code threw. */
export function thrownText({ exception, text }: Runtime.ExceptionDetails): string {
  return (exception?.description ?? String(exception?.value ?? text)).split('\n', 1)[0];
}

function plainValue<T>({ result, exceptionDetails }: Runtime.EvaluateReturnType): T {
  if (exceptionDetails) throw new Error(thrownText(exceptionDetails));
  return result.value as T;
}

function argumentOf({ objectId, value, unserializableValue }: Runtime.RemoteObject): Runtime.CallArgument {
  if (objectId) return { objectId };
  return unserializableValue ? { unserializableValue } : { value };
}

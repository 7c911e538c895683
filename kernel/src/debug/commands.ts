import type { Shown } from '../contract/frames.js';
import type { VariableInfo } from '../contract/guard.js';
import type { Debugger, ExceptionFilter } from './debugger.js';
import { evaluate } from './evaluation.js';
import { variableOf } from './inspector.js';
import type { UserFrame } from './pause.js';
import { type Arguments, type Scope, THREAD, type Variable } from './protocol.js';
import { cellVariables, describeAll, scopesOf } from './scopes.js';
import { CELL_PATHS } from './sources.js';

/** One command of the protocol: takes its arguments, gives the body of the response. */
export type Command = (session: Debugger, args: Arguments) => Promise<object | undefined>;

/** References at and above this number mean scopes, those below it values. */
const FIRST_SCOPE = 2 ** 30;

/** What may take long, or must come through at any time, waits for nothing. */
export const AT_ONCE: readonly string[] = ['evaluate', 'pause', 'disconnect'];

const FILTERS = [
  { filter: 'uncaught', label: 'Uncaught Exceptions', default: false },
  { filter: 'all', label: 'All Exceptions', default: false },
];

const CAPABILITIES = {
  supportsConfigurationDoneRequest: true,
  supportsModulesRequest: true,
  supportsEvaluateForHovers: true,
  exceptionBreakpointFilters: FILTERS,
};

/** The commands for which the debugger need not be started. */
export const STATIC_COMMANDS: Readonly<Record<string, Command>> = {
  async initialize(session, { clientID }) {
    session.showsTypes = clientID !== 'jupyterlab';
    await session.start();
    session.publish('initialized', {});
    return CAPABILITIES;
  },

  async debugInfo(session) {
    return {
      isStarted: session.isStarted,
      ...CELL_PATHS,
      breakpoints: session.breakpoints.list(),
      stoppedThreads: session.pause ? [THREAD.id] : [],
      richRendering: true,
      copyToGlobals: true,
      exceptionPaths: [],
    };
  },

  async inspectVariables(session) {
    return session.looking(async () => {
      const variables = await cellVariables(session.inspector, session.mustBeQuick);
      return { variables: told(session, variables) };
    });
  },

  async richInspectVariables(session, { variableName, frameId }) {
    const name = String(variableName);
    return session.looking(async () => {
      const frame = session.pause?.frame(frameId);
      const shown = frame ? await shownInFrame(session, name, frame) : await shownInCells(session, name);
      if (!shown) throw new Error(`richInspectVariables: expected the name of a variable, got '${name}'`);
      return shown;
    });
  },

  async variables(session, { variablesReference, start, count }) {
    const reference = Number(variablesReference);
    const load = session.scopeLoaders.get(reference);
    if (load) return { variables: told(session, paged(await load(), start, count)) };
    if (reference >= FIRST_SCOPE) return { variables: [] };
    const ask = () => session.inspector.ask<VariableInfo[]>('children', reference, start ?? 0, count ?? 0);
    const infos = await session.looking(ask);
    return {
      variables: told(
        session,
        infos.map((info) => ({ ...variableOf(info), evaluateName: undefined })),
      ),
    };
  },

  async modules(session) {
    const modules = session.sources.files().map((path, id) => ({ id, name: path.split(/[\\/]/).at(-1), path }));
    return { modules, totalModules: modules.length };
  },
};

/** The commands of a debugger that is started. */
export const STARTED_COMMANDS: Readonly<Record<string, Command>> = {
  attach: async () => undefined,
  configurationDone: async () => undefined,

  async disconnect(session) {
    session.stop();
    return undefined;
  },

  async dumpCell(session, { code }) {
    return { sourcePath: session.sources.dump(String(code)) };
  },

  async setBreakpoints(session, { source, breakpoints, lines }) {
    const { path } = source as { path: string };
    const asked = (breakpoints as { line: number }[] | undefined)?.map(({ line }) => line) ?? (lines as number[]) ?? [];
    return { breakpoints: await session.breakpoints.set(path, asked) };
  },

  async setExceptionBreakpoints(session, { filters }) {
    const asked = filters as ExceptionFilter[];
    await session.stopOnExceptions(asked.includes('all') ? 'all' : asked.includes('uncaught') ? 'uncaught' : 'none');
    return { breakpoints: asked.map(() => ({ verified: true })) };
  },

  async source(session, args) {
    const path = String((args.source as { path?: string } | undefined)?.path ?? '');
    const content = session.sources.text(path);
    if (content === undefined) throw new Error(`source: expected the path of a cell or a file, got '${path}'`);
    return { content, mimeType: 'application/typescript' };
  },

  threads: async () => ({ threads: [THREAD] }),

  async stackTrace(session, { startFrame = 0, levels }) {
    const frames = session.pause?.stackFrames() ?? [];
    return { stackFrames: paged(frames, startFrame, levels), totalFrames: frames.length };
  },

  async scopes(session, { frameId }) {
    const frame = frameOf(session, frameId);
    const { locals, closure, ofCell } = await scopesOf(session.inspector, frame);
    const scopes: Scope[] = [];
    const add = (name: string, load: () => Promise<Variable[]>, rest: Partial<Scope> = {}) => {
      const variablesReference = FIRST_SCOPE + session.scopeLoaders.size;
      session.scopeLoaders.set(variablesReference, load);
      scopes.push({ name, variablesReference, expensive: false, ...rest });
    };
    const local = () => describeAll(session.inspector, locals);
    if (locals.size || !frame.isTop) add('Locals', local, { presentationHint: 'locals' });
    if (closure.size) add('Closure', () => describeAll(session.inspector, closure));
    if (ofCell) add('Cell variables', () => cellVariables(session.inspector, false));
    return { scopes };
  },

  async evaluate(session, { expression, frameId }) {
    const frame = frameId === undefined ? session.pause?.frames[0] : frameOf(session, frameId);
    const value = await evaluate(session.inspector, String(expression), frame);
    const [shown] = await session.inspector.describe([''], [value]);
    return { result: shown.value, type: shown.type, variablesReference: shown.variablesReference };
  },

  continue: (session) => moved(session, 'resume'),
  next: (session) => moved(session, 'stepOver'),
  stepIn: (session) => moved(session, 'stepInto'),
  stepOut: (session) => moved(session, 'stepOut'),

  async pause(session) {
    await session.requestPause();
    return undefined;
  },

  async copyToGlobals(session, { srcVariableName, dstVariableName, srcFrameId }) {
    const value = await evaluate(session.inspector, String(srcVariableName), frameOf(session, srcFrameId));
    const name = String(dstVariableName);
    if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
      throw new Error(`copyToGlobals: expected a name, got '${name}'`);
    await session.host.declare(name);
    await session.inspector.askAbout('assign', [name], [value]);
    return undefined;
  },
};

async function moved(session: Debugger, motion: Parameters<Debugger['move']>[0]): Promise<object> {
  await session.move(motion);
  return { allThreadsContinued: true };
}

function frameOf(session: Debugger, id: unknown): UserFrame {
  const frame = session.pause?.frame(id);
  if (!frame) throw new Error(`frame: expected one of the program that stands still, got ${id}`);
  return frame;
}

/** A value of an asynchronous display cannot be waited for while the program stands still. */
async function shownInFrame(session: Debugger, name: string, frame: UserFrame): Promise<Shown | undefined> {
  const value = await evaluate(session.inspector, name, frame);
  const shown = await session.inspector.askAbout<Partial<Shown>>('show', [], [value]);
  if (shown.data) return { data: shown.data, metadata: shown.metadata ?? {} };
  const [{ value: text }] = await session.inspector.describe([name], [value]);
  return { data: { 'text/plain': text }, metadata: {} };
}

async function shownInCells(session: Debugger, name: string): Promise<Shown | undefined> {
  const shown = await session.inspector.ask<Partial<Shown> | undefined>('showNamed', name);
  if (!shown || shown.data) return shown as Shown | undefined;
  const list = await cellVariables(session.inspector, true);
  const text = list.find((variable) => variable.name === name)?.value ?? '';
  return { data: { 'text/plain': text }, metadata: {} };
}

function told({ showsTypes }: Debugger, variables: Variable[]): Variable[] {
  return showsTypes ? variables : variables.map((variable) => ({ ...variable, type: undefined }));
}

function paged<T>(items: T[], start: unknown, count: unknown): T[] {
  const first = Number(start ?? 0);
  const many = Number(count ?? 0);
  return many > 0 ? items.slice(first, first + many) : items.slice(first);
}

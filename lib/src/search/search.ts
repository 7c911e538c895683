import { backend } from '../backend/choose.js';
import { builtin, fileSystem, pathTools } from '../disk/node-files.js';
import { ValueError } from '../errors.js';
import { keep } from '../train/kept.js';
import { shortNumber } from '../view/numbers.js';
import { printLine } from '../view/print.js';
import { StatusLine } from '../view/status-line.js';
import { type BudgetOptions, budgetsOf, type Configuration, drawn, gridOf, survivors } from './configurations.js';
import type { Objective } from './messages.js';
import { Pool } from './pool.js';
import { SearchRecord } from './record.js';
import { SearchResult } from './result.js';
import { choice, integer, logUniform, type ParamsOf, type Space, uniform } from './space.js';
import { compareTrials, type Trial } from './trial.js';

/** What the objective is told beside the parameters. */
export interface TrialContext<Data = unknown> {
  /** Number of the configuration, from 1. */
  number: number;
  /** The default generator was seeded with it. */
  seed: number;
  /** With successive halving, what may be spent, such as epochs; else `undefined`. */
  budget: number | undefined;
  /** The search's `data`. */
  data: Data;
}

/** A score, as a number or a tensor of one value, or `score` among other numbers that the table shows too. */
type Score = number | { item(): number };
type Scores = Score | ({ score: Score } & Record<string, Score>);

export interface SearchOptions<S extends Space, Data = unknown> {
  /** Made of `search.choice`, `search.integer`, `search.uniform` and `search.logUniform`. */
  space: S;
  /**
   * The objective. It runs in other processes, so it travels as text: it may use the library's names and what `data`
   * brings, and nothing else from around it.
   */
  run?: (params: ParamsOf<S>, trial: TrialContext<Data>) => Scores | Promise<Scores>;
  /** Instead of `run`: a JavaScript module that exports `run`, or such a function as default. */
  module?: string;
  /** Plain data and typed arrays for every trial, sent once to each process. */
  data?: Data;
  /** `grid` takes all combinations, `random` (default) draws, `halving` draws and gives the better ones more and more. */
  method?: 'grid' | 'random' | 'halving';
  /** How many configurations are drawn; default 20. A grid has all. */
  trials?: number;
  /** For `halving`: what a trial may spend, such as epochs. */
  budget?: BudgetOptions;
  /** Processes at a time; default 4, or as many as there are cores if that is fewer. */
  parallel?: number;
  /** The same seed draws the same configurations and seeds their trials, whatever runs at a time. Default 0. */
  seed?: number;
  /** Whether smaller (default) or larger scores are better. */
  mode?: 'min' | 'max';
  /** A file of JSON lines in which finished trials are kept; those in it are not run again, failed ones are. */
  resume?: string;
  /** A line on how far it is; default true. */
  progress?: boolean;
}

async function find<S extends Space, Data = unknown>(
  options: SearchOptions<S, Data>,
): Promise<SearchResult<ParamsOf<S>>> {
  const { space, data, method = 'random', seed = 0, mode = 'min', budget, progress = true } = options;
  if (mode !== 'min' && mode !== 'max')
    throw new ValueError(`search: mode must be 'min' or 'max', got '${String(mode)}'`);
  const configurations = configurationsOf(options);
  if (method === 'halving' && budget === undefined) {
    throw new ValueError("search: method 'halving' needs budget, got none; e.g. budget: { min: 1, max: 27 }");
  }
  const budgets = method === 'halving' ? budgetsOf(budget!) : [undefined];
  const pool = new Pool(parallelOf(options.parallel), {
    kind: 'start',
    library: new URL('../index.js', import.meta.url).href,
    objective: objectiveOf(options),
    data,
    backend: backend.name ?? 'auto',
  });
  const words = Object.fromEntries(Object.entries(space).map(([name, { text }]) => [name, text]));
  const identity = { search: { space: words, method, trials: configurations.length, seed, budget } };
  const record = options.resume === undefined ? undefined : new SearchRecord(options.resume, identity);
  const status = progress ? new StatusLine() : undefined;
  const runs: Trial[] = [];
  const kept = keep((interrupted) => {
    pool.close();
    const goOn = options.resume === undefined ? '' : `; ${options.resume} has what was finished`;
    if (interrupted) printLine(`interrupted after ${runs.length} trials${goOn}`);
  });
  try {
    let round: readonly Configuration[] = configurations;
    for (const [i, budget_] of budgets.entries()) {
      const done = await Promise.all(round.map((configuration) => runTrial(configuration, budget_)));
      if (i + 1 < budgets.length) round = bestOf(done, round, mode, survivors(round.length, budget!));
    }
  } finally {
    kept.leave();
  }
  return new SearchResult<ParamsOf<S>>(space, runs, mode);

  async function runTrial({ number, params, seed }: Configuration, budget: number | undefined): Promise<Trial> {
    const known = record?.finished.find((t) => t.number === number && t.budget === budget && t.score !== undefined);
    let trial = known;
    if (trial === undefined) {
      const { outcome, seconds } = await pool.run({ kind: 'trial', number, params, seed, budget });
      trial = { number, params, seed, ...(budget === undefined ? {} : { budget }), ...outcome, seconds };
      record?.add(trial);
    }
    runs.push(trial);
    status?.show(progressText(runs, configurations.length, mode));
    return trial;
  }
}

/** {@link search}, with what spaces are made of. */
export interface Search {
  <S extends Space, Data = unknown>(options: SearchOptions<S, Data>): Promise<SearchResult<ParamsOf<S>>>;
  choice: typeof choice;
  integer: typeof integer;
  uniform: typeof uniform;
  logUniform: typeof logUniform;
}

/**
 * Looks for good hyper-parameters: runs an objective for many choices, several at a time in processes of their own. A trial
 * that throws, or whose process dies, is a row with its error. Interrupting ends all processes.
 *
 *     const result = await search({
 *       space: { lr: search.logUniform(1e-4, 1e-1), hidden: search.choice([16, 32]) },
 *       run: ({ lr, hidden }) => { const net = new nn.Linear(2, hidden); …; return loss.item(); },
 *     });
 *     result.best
 *
 * Successive halving: Jamieson and Talwalkar 2016.
 */
export const search: Search = Object.assign(find, { choice, integer, uniform, logUniform });

function configurationsOf({
  space,
  method = 'random',
  trials,
  seed = 0,
}: Pick<SearchOptions<Space>, 'space' | 'method' | 'trials' | 'seed'>): Configuration[] {
  if (Object.keys(space ?? {}).length === 0)
    throw new ValueError('search: expected a space with a parameter, got none');
  for (const [name, values] of Object.entries(space)) {
    if (typeof values?.draw === 'function') continue;
    throw new ValueError(`search: expected search.choice or the like for ${name}, got ${JSON.stringify(values)}`);
  }
  if (method === 'grid') {
    if (trials === undefined) return gridOf(space, seed);
    throw new ValueError(`search: a grid runs all combinations, got trials ${trials}; leave it out or draw at random`);
  }
  if (method !== 'random' && method !== 'halving') {
    throw new ValueError(`search: method must be 'grid', 'random' or 'halving', got '${String(method)}'`);
  }
  const count = trials ?? 20;
  if (!Number.isInteger(count) || count < 1)
    throw new ValueError(`search: trials must be whole and at least 1, got ${count}`);
  return drawn(space, count, seed);
}

function objectiveOf({ run, module }: { run?: unknown; module?: string }): Objective {
  if ((run === undefined) === (module === undefined)) {
    throw new ValueError(`search: expected either run or module, got ${run === undefined ? 'neither' : 'both'}`);
  }
  if (run !== undefined) return { source: String(run) };
  const file = pathTools('search').resolve(module!);
  if (!fileSystem('search').existsSync(file))
    throw new ValueError(`search: expected a module, got ${file}, which is not there`);
  return { file };
}

function parallelOf(parallel: number | undefined): number {
  const cores = () => builtin<{ availableParallelism(): number }>('node:os', 'search').availableParallelism();
  const size = parallel ?? Math.min(4, cores());
  if (Number.isInteger(size) && size >= 1) return size;
  throw new ValueError(`search: parallel must be whole and at least 1, got ${size}`);
}

/** The configurations that go on, in their order. */
function bestOf(trials: readonly Trial[], round: readonly Configuration[], mode: 'min' | 'max', count: number) {
  const scored = trials.filter(({ score }) => score !== undefined);
  const chosen = new Set(
    scored
      .sort(compareTrials(mode))
      .slice(0, count)
      .map(({ number }) => number),
  );
  return round.filter(({ number }) => chosen.has(number));
}

function progressText(runs: readonly Trial[], configurations: number, mode: 'min' | 'max'): string {
  const [best] = [...runs].sort(compareTrials(mode));
  const failed = runs.filter(({ error }) => error !== undefined).length;
  return [
    best.budget === undefined
      ? `${runs.length} of ${configurations} trials`
      : `${runs.length} trials, budget ${best.budget}`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(best.score === undefined ? [] : [`best ${shortNumber(best.score)} in trial ${best.number}`]),
  ].join('  ');
}

import type { MimeBundle } from '../../view/host.js';
import type { JsonNumber } from '../../view/spec.js';

export const PLAYGROUND_MIME = 'application/vnd.lectern.playground.v1+json';

/** Cells along a side of each unit's heat map. */
export const PLAYGROUND_GRID = 48;

export type PlaygroundData = 'circle' | 'xor' | 'gauss' | 'spiral' | 'moons' | 'plane' | 'hills' | 'own';
export type PlaygroundFeature = 'x1' | 'x2' | 'x1²' | 'x2²' | 'x1x2' | 'sin x1' | 'sin x2';
export type PlaygroundActivation = 'tanh' | 'relu' | 'sigmoid' | 'linear';
export type PlaygroundPenalty = 'none' | 'l1' | 'l2';
export type PlaygroundProblem = 'classification' | 'regression';

/** All that decides a run: the same settings give the same run. */
export interface PlaygroundSettings {
  dataset: PlaygroundData;
  /** Deviation of the noise, where the data lie within 1 of the middle. */
  noise: number;
  /** Share of the points that is trained on. */
  trainShare: number;
  features: PlaygroundFeature[];
  /** Units of each hidden layer. */
  layers: number[];
  activation: PlaygroundActivation;
  learningRate: number;
  regularization: PlaygroundPenalty;
  regularizationRate: number;
  batchSize: number;
  problem: PlaygroundProblem;
  seed: number;
}

/** A small network with its data, and all that is drawn of it. Lists of numbers are base64 of little-endian values. */
export interface PlaygroundSpec {
  version: 1;
  /** Name of the comm that reaches the network; empty when there is none. */
  id: string;
  seq: number;
  title?: string;
  settings: PlaygroundSettings;
  /** Names of settings that are not shown, and of those that are shown but cannot be changed. */
  hide: string[];
  lock: string[];
  /** Data sets that can be chosen, each with a few points for its picture: int8 `[x1, x2, y]` in 1/100 of its extent. */
  datasets: { name: PlaygroundData; points: string }[];
  /** Names of the two columns. */
  axes: [string, string];
  /** What both axes of the picture show. */
  extent: [low1: number, high1: number, low2: number, high2: number];
  /** Points that are trained on and others: float32 `[x1, x2, y]`; y is −1 or 1 for classes. */
  train: string;
  test: string;
  /** How many points there are, also when not all of them are drawn. */
  points: number;
  /** Heat maps of all features, in the order of their type, as `grids`. */
  featureGrids: string;
  epoch: number;
  /** Weights `[out, in]` and biases of every layer after each other: float32. */
  params: string;
  /**
   * Heat maps of the units of each hidden layer and of the output, over `extent`, rows from the top: one byte a cell, 1 to
   * 255 for −1 to 1, 0 for NaN.
   */
  grids: string;
  /** Float32 `[epoch, train loss, test loss]`, thinned to at most 400. */
  history: string;
  trainLoss: JsonNumber;
  testLoss: JsonNumber;
  /** Share of the test points that are classified rightly; missing in regression. */
  accuracy?: number;
  /** The call that makes this playground, and the program that does the same without it. */
  call: string;
  program: string;
}

/** From the front end. Each is answered by one reply with its `token`. */
export type PlaygroundRequest =
  | { type: 'advance' | 'step' | 'reset' | 'rest' | 'request-state'; token: string }
  | { type: 'set'; token: string; settings: Partial<PlaygroundSettings> }
  | { type: 'weights'; token: string; changes: [place: number, value: number][] };

/** To the front end: what training has changed, with `params`, `grids` and `history` as buffers; or everything. */
export type PlaygroundReply =
  | {
      type: 'slice';
      token: string;
      seq: number;
      epoch: number;
      trainLoss: JsonNumber;
      testLoss: JsonNumber;
      accuracy?: number;
    }
  | { type: 'state'; token: string; bundle: MimeBundle }
  | { type: 'problem'; token: string; text: string };

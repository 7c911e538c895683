import { numbersOf } from './fields.js';

/** What is known of all values of a tensor, with plain numbers. NaN and ±Inf are counted and else left out. */
export interface StatisticsData {
  count: number;
  min: number;
  max: number;
  mean: number;
  std: number;
  zeros: number;
  nan: number;
  posInf: number;
  negInf: number;
}

/** Statistics out of an object that has more, or a PayloadError. */
export function readStatistics(where: string, object: Record<string, unknown>): StatisticsData {
  return numbersOf(where, object, ['count', 'min', 'max', 'mean', 'std', 'zeros', 'nan', 'posInf', 'negInf']);
}

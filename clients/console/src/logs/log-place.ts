import { LEVELS, type Level, type Stream } from './line.js';

/** What of a log is shown and looked for, as the address has it. */
export interface LogPlace {
  readonly level?: Level;
  readonly stream?: Stream;
  readonly run?: number;
  /** What is searched for. */
  readonly q?: string;
  readonly regex?: boolean;
  readonly matchCase?: boolean;
}

const STREAMS = ['STDOUT', 'STDERR'] as const;
const MAX_QUERY = 500;

/** @param given what anybody may have written into an address */
export function logPlaceOf(given: { readonly [name: string]: unknown }): LogPlace {
  const level = LEVELS.find((each) => each === given['level']);
  const stream = STREAMS.find((each) => each === given['stream']);
  const run = Number(given['run']);
  const q = typeof given['q'] === 'string' || typeof given['q'] === 'number' ? String(given['q']) : '';
  return {
    ...(level && { level }),
    ...(stream && { stream }),
    ...(Number.isSafeInteger(run) && run > 0 && { run }),
    ...(q !== '' && { q: q.slice(0, MAX_QUERY) }),
    ...(given['regex'] === true && { regex: true }),
    ...(given['matchCase'] === true && { matchCase: true }),
  };
}

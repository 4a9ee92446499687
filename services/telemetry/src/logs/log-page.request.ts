import type { InputOf } from '@berth/contracts/define';
import type { logsQuery } from '@berth/contracts/telemetry/operations';
import { RejectedError, reject } from '@berth/kernel/rejection';
import { parseCursor } from '../archive/line-cursor.js';
import type { PagePlace, PageRequest } from '../archive/log-reader.js';

type Input = InputOf<typeof logsQuery>;

const DEFAULT_LINES = 500;
const PLACES = ['after', 'before', 'at', 'fromLine'] as const;

/**
 * Which lines are asked for. `after` goes with `first` and `before` with `last`; `at` and `fromLine` with either, and with both
 * they are in the middle of the page.
 * @throws RejectedError naming the argument that does not fit
 */
export function pageRequestOf(input: Input): PageRequest {
  const { first, last } = input;
  const [place, second] = PLACES.filter((name) => input[name] !== undefined);
  if (place && second) throw wrong(second, `must be given without ${place}: each says where the page is`);
  if (last !== undefined && place === 'after') throw wrong('last', 'does not go with after; use first');
  if (first !== undefined && place === 'before') throw wrong('first', 'does not go with before; use last');
  if (first !== undefined && last !== undefined && place === undefined)
    throw wrong('last', 'must be given without first, except with at or fromLine');
  const backward = place === 'before' || (last !== undefined && first === undefined);
  return {
    place: placeOf(input, last !== undefined),
    first: backward ? 0 : (first ?? DEFAULT_LINES),
    last: last ?? (backward ? DEFAULT_LINES : 0),
  };
}

function placeOf({ after, before, at, fromLine }: Input, fromEnd: boolean): PagePlace {
  if (after !== undefined) return { at: 'after', cursor: parseCursor(after, 'after') };
  if (before !== undefined) return { at: 'before', cursor: parseCursor(before, 'before') };
  if (at !== undefined) return { at: 'time', time: at };
  if (fromLine !== undefined) return { at: 'line', number: fromLine };
  return { at: fromEnd ? 'end' : 'start' };
}

const wrong = (field: string, message: string): RejectedError =>
  new RejectedError(reject('VALIDATION_FAILED', `${field}: ${message}`, field));

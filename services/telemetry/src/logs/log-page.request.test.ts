import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { logsQuery } from '@berth/contracts/telemetry/operations';
import { RejectedError } from '@berth/kernel/rejection';
import { idOf } from '../testing/chunks.js';
import { pageRequestOf } from './log-page.request.js';

const TIME = '2026-03-01T12:00:00.000Z';
const request = (input: object) => pageRequestOf(logsQuery.input.parse({ jobId: idOf('job'), ...input }));

/** The field that is refused, and the message. */
function refusal(input: object): readonly [field: string, message: string] {
  const parsed = logsQuery.input.safeParse({ jobId: idOf('job'), ...input });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return [String(issue?.path[0]), issue?.message ?? ''];
  }
  try {
    pageRequestOf(parsed.data);
  } catch (error) {
    if (error instanceof RejectedError) return [error.rejection.field ?? '', error.rejection.message];
    throw error;
  }
  return ['', 'it was not refused'];
}

describe('which lines are asked for', () => {
  it('is said by one place, and how many from there on or before it', () => {
    const cases: readonly (readonly [input: object, place: object, first: number, last: number])[] = [
      [{}, { at: 'start' }, 500, 0],
      [{ first: 3 }, { at: 'start' }, 3, 0],
      [{ last: 3 }, { at: 'end' }, 0, 3],
      [{ after: '2.1' }, { at: 'after', cursor: { arrival: 2, line: 1 } }, 500, 0],
      [{ after: '2.1', first: 7 }, { at: 'after', cursor: { arrival: 2, line: 1 } }, 7, 0],
      [{ before: '2.1' }, { at: 'before', cursor: { arrival: 2, line: 1 } }, 0, 500],
      [{ before: '2.1', last: 7 }, { at: 'before', cursor: { arrival: 2, line: 1 } }, 0, 7],
      [{ fromLine: 9 }, { at: 'line', number: 9 }, 500, 0],
      [{ fromLine: 9, last: 4 }, { at: 'line', number: 9 }, 0, 4],
      [{ fromLine: 9, first: 5, last: 4 }, { at: 'line', number: 9 }, 5, 4],
      [{ at: TIME }, { at: 'time', time: TIME }, 500, 0],
      [{ at: TIME, first: 5, last: 4 }, { at: 'time', time: TIME }, 5, 4],
    ];
    for (const [input, place, first, last] of cases)
      assert.deepEqual(request(input), { place, first, last }, JSON.stringify(input));
  });

  const CASES: readonly (readonly [input: object, field: string, message: RegExp])[] = [
    [{ first: 0 }, 'first', />=1/],
    [{ first: 2001 }, 'first', /<=2000/],
    [{ first: 1.5 }, 'first', /int/],
    [{ last: 0 }, 'last', />=1/],
    [{ last: -3 }, 'last', />=1/],
    [{ last: 2001 }, 'last', /<=2000/],
    [{ last: '5' }, 'last', /number/],
    [{ fromLine: 0 }, 'fromLine', />=1/],
    [{ fromLine: -1 }, 'fromLine', />=1/],
    [{ fromLine: 1.5 }, 'fromLine', /int/],
    [{ at: 'noon' }, 'at', /must be an instant in UTC such as 2026-01-31T08:00:00.000Z/],
    [{ at: '2026-13-01T00:00:00.000Z' }, 'at', /must be an instant/],
    [{ at: '2026-03-01T12:00:00+01:00' }, 'at', /must be an instant/],
    [{ after: 'x' }, 'after', /after: is not a valid cursor for this list; give one that it answered/],
    [{ after: '' }, 'after', /after: is not a valid cursor/],
    [{ before: '5' }, 'before', /before: is not a valid cursor/],
    [{ before: '-1.2' }, 'before', /before: is not a valid cursor/],
    [{ before: '1'.repeat(300) }, 'before', /must have at most 200 characters/],
    [{ after: '1.1', before: '2.2' }, 'before', /before: must be given without after/],
    [{ after: '1.1', fromLine: 2 }, 'fromLine', /fromLine: must be given without after/],
    [{ before: '1.1', at: TIME }, 'at', /at: must be given without before/],
    [{ at: TIME, fromLine: 5 }, 'fromLine', /fromLine: must be given without at/],
    [{ after: '1.1', last: 5 }, 'last', /last: does not go with after; use first/],
    [{ before: '1.1', first: 5 }, 'first', /first: does not go with before; use last/],
    [{ first: 5, last: 5 }, 'last', /last: must be given without first, except with at or fromLine/],
  ];
  for (const [input, field, message] of CASES)
    it(`is refused by name: ${JSON.stringify(input).slice(0, 60)}`, () => {
      const [refused, said] = refusal(input);
      assert.equal(refused, field, said);
      assert.match(said, message);
    });
});

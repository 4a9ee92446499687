import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { RejectedError } from '@berth/kernel/rejection';
import { parseSwf } from './swf.js';

const LOG = `; Computer: a small one
; UnixStartTime: 1700000000
  1   10  5  600  4 -1 -1  4  900 -1 1 3 7 -1 1 -1 -1 -1
  2    0 -1 3600 -1 -1 -1  8 -1   -1 1 3 8 -1 1 -1 -1 -1
  3   20 -1   -1 -1 -1 -1  8  600 -1 5 4 8 -1 1 -1 -1 -1
  4   30  0    0  3 -1 -1 -1  600 -1 1 4 8 -1 1 -1 -1 -1
`;
const parse = (text: string, processorsPerGpu = 1) =>
  parseSwf(text, { processorsPerGpu, field: 'workload.swf' });

function refusalOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof RejectedError) return error.rejection.message;
    throw error;
  }
  return 'nothing was refused';
}

describe('the Standard Workload Format', () => {
  it('gives jobs in order of submission, from the first on', () => {
    const { jobs, startsAt, notes } = parse(LOG);
    assert.equal(startsAt, '2023-11-14T22:13:20.000Z');
    assert.deepEqual(
      jobs.map(({ id, submitSeconds, runSeconds, limitSeconds, gpus }) => [
        id,
        submitSeconds,
        runSeconds,
        limitSeconds,
        gpus,
      ]),
      [
        ['2', 0, 3600, 3600, 8],
        ['1', 10, 600, 900, 4],
        ['4', 30, 0, 600, 3],
      ],
    );
    assert.deepEqual([jobs[1]?.user, jobs[1]?.project], ['user-3', 'group-7']);
    assert.deepEqual(notes, ['1 job without a run time or processors omitted']);
  });
  it('turns processors into GPUs, a part of one into a whole one', () => {
    assert.deepEqual(
      parse(LOG, 4).jobs.map(({ gpus }) => gpus),
      [2, 1, 1],
    );
  });
  it('says in which line and field something is wrong', () => {
    const line = (change: (fields: string[]) => void): string => {
      const fields = '1 10 5 600 4 -1 -1 4 900 -1 1 3 7 -1 1 -1 -1 -1'.split(' ');
      change(fields);
      return refusalOf(() => parse(`; a comment\n${fields.join(' ')}\n`));
    };
    assert.equal(
      line((fields) => (fields[3] = 'ten')),
      'workload.swf: line 2, field 4 (run time): must be a number, -1 if unknown, not "ten"',
    );
    assert.equal(
      line((fields) => (fields[1] = '-1')),
      'workload.swf: line 2, field 2 (submit time): must be at least 0, not "-1"',
    );
    assert.match(
      line((fields) => fields.pop()),
      /line 2, 17 fields: must have 18 numbers/,
    );
    assert.match(
      refusalOf(() => parse(`${LOG}${LOG}`)),
      /field 1 \(job number\): must be unique, not "1"/,
    );
    assert.match(
      refusalOf(() => parse('; nothing\n')),
      /at least one job/,
    );
  });
});

import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { describe, it } from '@jest/globals';
import { simulateQuery } from '@berth/contracts/scheduler/simulation';
import { DEFAULT_POLICY } from '@berth/contracts/scheduler/policy';
import { newId } from '@berth/kernel/ids';
import { RejectedError } from '@berth/kernel/rejection';
import { simulate } from './simulate.js';

const SWF = '1 0 -1 60 2 -1 -1 2 60 -1 1 1 1 -1 1 -1 -1 -1\n';
const simulated = (workload: object, rest: object = {}) => {
  const input = {
    simulationId: newId(),
    cluster: { hosts: [{ gpus: 4 }] },
    policies: [{ name: 'strict' }],
    workload,
    ...rest,
  };
  const setting = { hosts: [], policy: DEFAULT_POLICY };
  return simulate(simulateQuery.input.parse(input), setting);
};
const job = (id: string, rest: object = {}) => ({ id, submitSeconds: 0, runSeconds: 60, ...rest });
const refusalOf = (...given: Parameters<typeof simulated>) => {
  try {
    simulated(...given);
  } catch (error) {
    if (error instanceof RejectedError) return error.rejection.message;
    throw error;
  }
  return 'nothing was refused';
};

describe('the input of a simulation', () => {
  it('may be jobs, a log, or a compressed one', () => {
    assert.equal(simulated({ jobs: [job('a'), job('b')] }).reports[0]?.finished, 2);
    assert.equal(simulated({ swf: SWF }).reports[0]?.finished, 1);
    const folded = gzipSync(SWF).toString('base64');
    assert.equal(simulated({ swf: folded, gzip: true }).reports[0]?.finished, 1);
    assert.equal(simulated({ synthetic: { jobs: 50, days: 1 } }).jobs, 50);
  });
  it('is refused by field where it cannot be', () => {
    const jobs = [job('a')];
    assert.match(
      refusalOf({ jobs: [job('a'), job('b'), job('a')] }),
      /^workload.jobs.2.id: .*already used by workload.jobs.0/,
    );
    assert.match(refusalOf({ swf: '!', gzip: true }), /^workload.swf: must be gzip data in base64/);
    assert.match(refusalOf({ swf: 'QUJD', gzip: true }), /^workload.swf: must be gzip data in base64/);
    assert.match(refusalOf({ jobs }, { cluster: {} }), /^cluster: must contain hosts/);
    assert.match(
      refusalOf({ jobs }, { cluster: { hosts: [{ gpus: 1 }], openb: '' } }),
      /^cluster: must be either/,
    );
    const twice = simulateQuery.input.safeParse({
      simulationId: newId(),
      policies: [{ name: 'strict' }],
      workload: { jobs, swf: SWF },
    });
    assert.match(
      twice.error?.issues[0]?.message ?? '',
      /must be one of swf, openb, jobs, recorded, synthetic/,
    );
  });
  it('says which jobs never run, and why', () => {
    const { reports } = simulated(
      {
        jobs: [
          job('wide', { gpus: 5 }),
          job('other', { model: 'H200' }),
          job('much', { gpus: 3 }),
          job('fits'),
        ],
      },
      { quotas: { userGpus: 2 } },
    );
    assert.deepEqual(
      reports[0]?.unfinished.map(({ reason, examples }) => [reason, examples]),
      [
        ['overQuota', ['much']],
        ['canNeverRun', ['other', 'wide']],
      ],
    );
    assert.equal(reports[0]?.finished, 1);
  });
});

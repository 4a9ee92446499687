import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { RejectedError } from '@berth/kernel/rejection';
import { OPENB_NODES, OPENB_PODS } from './openb.fixtures.js';
import { openbWorkload, parseOpenbNodes, parseOpenbPods } from './openb.js';

const pods = (text: string) => parseOpenbPods(text, 'workload.openb');
const header = (OPENB_PODS.split('\n')[0] ?? '').trim();
const isRefused = (act: () => unknown, message: RegExp) =>
  assert.throws(act, (error) => error instanceof RejectedError && message.test(error.rejection.message));

describe('an openb trace', () => {
  it('gives hosts with their devices, CPUs and memory', () => {
    assert.deepEqual(parseOpenbNodes(OPENB_NODES, 'cluster.openb')[1], {
      name: 'node-1',
      cpuMilli: 96_000,
      memoryMib: 393_216,
      gpus: 8,
      model: 'G2',
    });
  });
  it('gives tasks; as jobs they have whole devices, and a class by their quality of service', () => {
    const { jobs, notes } = openbWorkload(pods(OPENB_PODS), 'workload.openb');
    assert.deepEqual(
      jobs.map(({ id, submitSeconds, runSeconds, gpus, grantPriority, preemptible }) => [
        id,
        submitSeconds,
        runSeconds,
        gpus,
        grantPriority,
        preemptible,
      ]),
      [
        ['pod-0', 0, 7200, 1, 0, false],
        ['pod-1', 60, 3600, 1, 2, true],
        ['pod-2', 120, 1800, 2, 1, false],
      ],
    );
    assert.equal(jobs[2]?.model, 'V100M32');
    assert.deepEqual(notes, [
      '1 task asked for a part of a GPU and were given a whole GPU',
      '1 task without an end omitted',
    ]);
  });
  it('is refused with the line and column that is wrong', () => {
    isRefused(() => pods(''), /must have a header with name, cpu_milli/);
    isRefused(() => pods('name,cpu_milli\na,1\n'), /line 1, column memory_mib: is required/);
    isRefused(() => pods(`${header}\na,1\n`), /line 2, 2 values: must have 11 as the header/);
    isRefused(
      () => pods(`${header}\na,1,2,1,many,,LS,Running,0,1,0\n`),
      /line 2, column gpu_milli: must be a number of at least 0, not "many"/,
    );
    isRefused(
      () => pods(`${header}\na,1,2,2,500,,LS,Running,0,1,0\n`),
      /must be 1000, or less where num_gpu is 1/,
    );
    isRefused(() => pods(`${header}\na,1,2,1,500,,LS,Running,-4,1,0\n`), /column creation_time/);
  });
});

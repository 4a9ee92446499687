import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { classifyEnd, type EndFacts } from './classify-end.js';

const facts = (
  exitCode: number,
  cause: EndFacts['status']['cause'],
  more: Partial<EndFacts> = {},
): EndFacts => ({
  status: { exitCode, cause },
  stop: undefined,
  launched: true,
  oomKilled: false,
  outputLimitBytes: 1000,
  ...more,
});

describe('classifyEnd', () => {
  const cases: [string, EndFacts, object][] = [
    ['success', facts(0, 'exited'), { outcome: 'succeeded', exitCode: 0 }],
    [
      'success despite a stop that came too late',
      facts(0, 'exited', { stop: { outcome: 'cancelled', graceSeconds: 1 } }),
      { outcome: 'succeeded', exitCode: 0 },
    ],
    [
      'a stop, by what was asked for',
      facts(0, 'stopped', { stop: { outcome: 'preempted', graceSeconds: 1 } }),
      { outcome: 'preempted', exitCode: 0 },
    ],
    [
      'the time limit',
      facts(143, 'timeLimit'),
      { outcome: 'timedOut', exitCode: 143, signal: 'SIGTERM', message: 'stopped at its time limit' },
    ],
    [
      'want of memory',
      facts(137, 'exited', { oomKilled: true }),
      {
        outcome: 'failed',
        exitCode: 137,
        signal: 'SIGKILL',
        errorClass: 'outOfMemory',
        message: 'ran out of memory (ramGb): the kernel killed it',
      },
    ],
    [
      'an exit code above 128 that is no signal',
      facts(255, 'exited'),
      { outcome: 'failed', exitCode: 255, errorClass: 'exitCode', message: 'exit code 255' },
    ],
  ];
  for (const [what, given, expected] of cases) {
    it(`tells ${what}`, () => assert.deepEqual(classifyEnd(given), expected));
  }
});

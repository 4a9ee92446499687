import assert from 'node:assert/strict';
import { it } from '@jest/globals';
import { startFaultOf } from './start-fault.js';

it('tells starts that failed from what a job did itself', () => {
  const faults = [
    [{ outcome: 'failed', errorClass: 'startFailed' }, 'host'],
    [{ outcome: 'lost', errorClass: 'startFailed' }, 'host'],
    [{ outcome: 'failed', errorClass: 'startFailed', exitCode: 125 }, 'unclear'],
    [{ outcome: 'failed', errorClass: 'startFailed', exitCode: 126 }, 'unclear'],
    [{ outcome: 'failed', errorClass: 'commandNotFound', exitCode: 127 }, 'unclear'],
    [{ outcome: 'failed', errorClass: 'exitCode', failure: 'commandNotFound', exitCode: 126 }, 'unclear'],
    [{ outcome: 'failed', errorClass: 'exitCode', exitCode: 127 }, 'unclear'],
    [{ outcome: 'failed', errorClass: 'exitCode', exitCode: 1 }, undefined],
    [{ outcome: 'failed', errorClass: 'signal', exitCode: 137 }, undefined],
    [{ outcome: 'lost', errorClass: 'hostLost' }, undefined],
    [{ outcome: 'succeeded', exitCode: 0 }, undefined],
    [{ outcome: 'cancelled', exitCode: 143 }, undefined],
    [{}, undefined],
  ] as const;
  for (const [run, fault] of faults) assert.equal(startFaultOf(run), fault, JSON.stringify(run));
});

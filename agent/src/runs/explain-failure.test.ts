import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { RunEnd } from '../executors/executor.js';
import { explainFailure } from './explain-failure.js';

const nowhere = { stdout: '/nowhere/stdout', stderr: '/nowhere/stderr', folder: '/nowhere' };
const ended = (how: Partial<RunEnd>): RunEnd => ({
  outcome: 'failed',
  endedAt: '2026-01-05T09:00:00.000Z',
  ...how,
});

describe('why a run failed', () => {
  for (const [errorClass, expected] of [
    ['commandNotFound', { errorClass: 'exitCode', failure: 'commandNotFound' }],
    ['outputLimit', { errorClass: 'signal', failure: 'outputLimit' }],
    ['outOfMemory', { errorClass: 'outOfMemory' }],
  ] as const) {
    it(`is reported for ${errorClass}, also to readers who know only its parent class`, async () => {
      assert.deepEqual(await explainFailure(ended({ errorClass }), nowhere), expected);
    });
  }
});

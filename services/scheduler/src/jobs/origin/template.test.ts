import assert from 'node:assert/strict';
import { it } from '@jest/globals';
import { submitJobInput } from '@berth/contracts/scheduler/operations';
import { specOf } from '../job/admissions.js';
import { poolId, projectId } from '../../testing/fixtures.js';
import { inputOf } from './planning.js';

it('a template stands for the submission that it was made of', () => {
  const full = submitJobInput.parse({
    name: 'train',
    project: projectId,
    command: ['python3', 'train.py'],
    args: ['--epochs', '3'],
    env: { B: '2', A: '1' },
    workingDirectory: 'work',
    image: 'torch',
    gpus: { count: 2, model: 'A100', memoryGb: 40, device: 'cuda' },
    class: 'inference',
    vcpus: 4,
    ramGb: 16,
    timeoutMinutes: 90,
    priority: 7,
    description: 'why',
    pool: poolId,
    retry: { maxRetries: 3, on: ['outOfMemory'], backoffSeconds: 30, maxBackoffSeconds: 60 },
    preemptible: true,
    reservation: poolId,
  });
  const { name, env } = full;
  assert.deepEqual(inputOf({ poolId, spec: specOf(full) }, { name, projectId, env }), full);
  const bare = submitJobInput.parse({ name: 'x', project: projectId, command: ['true'], pool: poolId });
  assert.deepEqual(inputOf({ poolId, spec: specOf(bare) }, { name: 'x', projectId, env: {} }), bare);
  assert.deepEqual(
    Object.keys(full).sort(),
    Object.keys(submitJobInput.shape)
      .filter((key) => key !== 'externalId')
      .sort(),
  );
});

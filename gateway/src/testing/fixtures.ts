import type { JobView } from '@berth/contracts/scheduler/views';
import { idFromName } from '@berth/kernel/ids';

export const aJob = (over: Partial<JobView> = {}): JobView => ({
  id: idFromName('test', 'job'),
  name: 'train',
  projectId: idFromName('test', 'project'),
  userId: idFromName('test', 'user'),
  poolId: idFromName('test', 'pool'),
  state: 'queued',
  spec: {
    command: ['node', 'train.js'],
    args: [],
    envNames: [],
    gpus: { count: 1 },
    class: 'training',
    timeoutMinutes: 60,
    priority: 5,
    retry: { maxRetries: 0, on: [] },
  },
  grantPriority: 1,
  cancelRequested: false,
  runs: [],
  deleted: false,
  createdAt: '2026-01-01T00:00:00.000Z',
  queuedAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  ...over,
});

import type { HostView } from '@berth/contracts/inventory/views';
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

const SLOTS = { training: 1, inference: 3 };

/** A host with one device for each UUID. */
export const aHost = ({
  id,
  uuids = [],
}: {
  readonly id: string;
  readonly uuids?: readonly string[];
}): HostView => ({
  id,
  name: 'gpu-1',
  poolId: idFromName('test', 'pool'),
  status: 'online',
  scheduling: 'open',
  conditions: [],
  cpuLimits: SLOTS,
  labels: {},
  devices: uuids.map((uuid, index) => ({
    uuid,
    hostId: id,
    poolId: idFromName('test', 'pool'),
    index,
    model: 'A100',
    memoryMiB: 81_920,
    simulated: true,
    state: 'available',
    missing: false,
    limits: SLOTS,
  })),
  joinedAt: '2026-01-01T00:00:00.000Z',
});

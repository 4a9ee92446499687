import { createHash } from 'node:crypto';
import type { ServiceName } from '@berth/contracts/services';
import type { Actor, RecordedEvent } from '@berth/event-store';
import { canonicalJson } from '@berth/kernel/json';
import type { CommandMeta } from '@berth/service-host/command-meta';
import { DEFAULT_CPU_LIMITS, DEFAULT_GPU_LIMITS } from '@berth/contracts/inventory/events';
import type { JobEvent, JobSpec } from '@berth/contracts/scheduler/events';
import type { JobState } from '@berth/contracts/scheduler/views';
import { idFromName, uuidFromName } from '@berth/kernel/ids';
import type { Facts } from '../facts/facts.js';
import type { DeviceFact, HostFact } from '../facts/host.facts.js';
import { jobDecider } from '../jobs/job/job.decider.js';
import type { JobCommand, SubmitJob } from '../jobs/job/job.js';
import type { SchedulingState } from '../queue/waiting/scheduling-state.js';
import type { SubmitRequest } from '../reservations/request/request.js';

export const MASTER_KEY = createHash('sha256').update('a test').digest();
export const NOW = '2026-01-05T09:00:00.000Z';
export const LATER = '2026-01-05T10:00:00.000Z';
export const jobId = idFromName('job', 'test');
export const projectId = idFromName('project', 'test');
export const userId = idFromName('user', 'ada');
export const poolId = idFromName('pool', 'test');
export const hostId = idFromName('host', 'one');
export const leaseId = idFromName('lease', jobId, '1');

export const aSpec = (change: Partial<JobSpec> = {}): JobSpec => ({
  command: ['python3', 'train.py'],
  args: [],
  envNames: [],
  gpus: { count: 1 },
  class: 'training',
  timeoutMinutes: 60,
  priority: 5,
  retry: { maxRetries: 0, on: [] },
  ...change,
});

export const aSubmission = (change: Partial<SubmitJob> = {}): SubmitJob => ({
  type: 'submit',
  jobId,
  projectId,
  userId,
  poolId,
  name: 'a job',
  spec: aSpec(),
  approvalRequired: false,
  grantPriority: 1,
  now: NOW,
  ...change,
});

export const aPlacement = (run = 1): JobCommand => ({
  type: 'place',
  run,
  leaseId: idFromName('lease', jobId, String(run)),
  hostId,
  devices: [{ uuid: 'GPU-1', index: 0, model: 'Tesla T4', simulated: false }],
  class: 'training',
  now: NOW,
});

/** Events that the commands lead to, one after the other. */
export function after(...commands: readonly JobCommand[]): JobEvent[] {
  const events: JobEvent[] = [];
  for (const command of commands) {
    const state = events.reduce((folded, event) => jobDecider.evolve(folded, event), jobDecider.initialState);
    const decided = jobDecider.decide(command, state);
    if (!decided.ok) throw new Error(`${command.type}: ${decided.error.message}`);
    events.push(...decided.value);
  }
  return events;
}

export const aStart = (run = 1): JobCommand => ({ type: 'startRun', run, hostId, startedAt: NOW });

export const aDevice = (index: number, change: Partial<DeviceFact> = {}): DeviceFact => ({
  uuid: `GPU-${index}`,
  index,
  model: 'Tesla T4',
  memoryMiB: 15_360,
  simulated: false,
  state: 'available',
  limits: DEFAULT_GPU_LIMITS,
  ...change,
});

export const aHost = (
  name: string,
  devices: readonly DeviceFact[],
  change: Partial<HostFact> = {},
): HostFact => ({
  hostId: idFromName('host', name),
  name,
  poolId,
  hostname: name,
  addresses: [],
  presence: 'online',
  goneAt: null,
  scheduling: 'open',
  cpuCores: 16,
  memoryMiB: 65_536,
  cpuLimits: DEFAULT_CPU_LIMITS,
  devices: devices.map((device) => ({ ...device, uuid: `${name}/${device.uuid}` })),
  settings: {},
  ...change,
});

/** A job's scheduling state. */
export function aQueuedJob(
  id: string,
  change: { grantPriority?: number; priority?: number; submittedAt?: string; member?: number } = {},
  state: JobState = 'queued',
): SchedulingState {
  const { grantPriority = 1, priority = 5, submittedAt = NOW, member = null } = change;
  return {
    id,
    projectId,
    userId,
    poolId,
    state,
    spec: aSpec({ priority }),
    traceparent: null,
    grantPriority,
    cancelRequested: false,
    runs: [],
    notBefore: null,
    originIndex: member,
    submittedAt,
    queuedAt: submittedAt,
  };
}

/** The other fields of a lease: without end, and never preempted. */
export const openTerms = {
  until: null,
  yieldsFrom: null,
  reservationId: null,
  gangId: null,
  borrowed: false,
} as const;

/** Lets facts know an active member of a project. */
export function knowMember(facts: Facts, who = { userId, projectId }): void {
  const user = { userId: who.userId, status: 'active', role: 'member' };
  facts.apply('facts-users', [{ id: who.userId, before: undefined, after: user }]);
  const members = { [who.userId]: 'member' };
  const project = { projectId: who.projectId, name: 'vision', archived: false, members };
  facts.apply('facts-projects', [{ id: who.projectId, before: undefined, after: project }]);
}

export const requestId = idFromName('request', 'test');
export const ofRequest = { requestId, projectId, userId, poolId };

export const aRequest = (change: Partial<SubmitRequest> = {}): SubmitRequest => ({
  type: 'submit',
  ...ofRequest,
  gpus: { count: 2, model: 'T4' },
  durationMinutes: 120,
  reason: 'a paper is due',
  sharedWithProject: false,
  grantPriority: 1,
  approvalRequired: true,
  now: NOW,
  ...change,
});

/** What the transport makes of a caller's request: the same key gives the same command id. */
export function metaOf(actor: Actor, command: string, key: string, input: object, now: string): CommandMeta {
  const commandId = uuidFromName('command', actor.kind, actor.id, command, key);
  return {
    commandId,
    command,
    inputHash: createHash('sha256').update(canonicalJson(input)).digest('hex'),
    actor,
    now,
    correlationId: commandId,
    causationId: commandId,
  };
}

export const eventsOf = (source: ServiceName, events: readonly RecordedEvent[]): readonly RecordedEvent[] =>
  events.filter(({ type }) => type.startsWith(`${source}.`));

import { setTimeout as sleep } from 'node:timers/promises';
import { createUser } from '@nats-io/nkeys';
import { cancelJob } from '@berth/contracts/scheduler/operations';
import { subjects } from '@berth/contracts/subjects';
import { defined } from '@berth/kernel/defined';
import { newId } from '@berth/kernel/ids';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Answer, Case, World } from './case.js';
import { postJoin } from './rogue-host.js';

const publicKey = createUser().getPublicKey();
const joins = (
  name: string,
  body: object | string | ((world: World) => object),
  [code, field]: readonly [code: string, field?: string],
  method = 'POST',
): Case => ({
  name: `joining: ${name}`,
  code,
  ...defined({ field }),
  attempt: async (world): Promise<Answer> => {
    const given = typeof body === 'function' ? (body as (world: World) => object)(world) : body;
    const { body: problem } = await postJoin(world.platform, given, method);
    return {
      code: String(problem['title']),
      field: problem['field'] as string | undefined,
      text: JSON.stringify(problem),
    };
  },
});
const joining = { token: 'x'.repeat(43), publicKey, name: 'rogue' };

export const joinAttempts: readonly Case[] = [
  joins('an unknown token', joining, ['UNAUTHENTICATED', 'token']),
  joins('a short token', { ...joining, token: 'x' }, ['VALIDATION_FAILED', 'token']),
  joins('a key that is none', { ...joining, publicKey: 'UABC' }, ['VALIDATION_FAILED', 'publicKey']),
  joins('no name', { ...joining, name: '' }, ['VALIDATION_FAILED', 'name']),
  joins('an unknown field', { ...joining, hostId: newId() }, ['VALIDATION_FAILED', 'hostId']),
  joins('not JSON', 'hello', ['VALIDATION_FAILED', 'body']),
  joins('an oversize body', { ...joining, name: 'x'.repeat(20_000) }, ['VALIDATION_FAILED', 'body']),
  joins('by GET', {}, ['METHOD_NOT_ALLOWED'], 'GET'),
];

const FACTS = { hostname: 'rogue', cpuCores: 4, memoryMiB: 1_000, agentVersion: '0.1.0' };
const now = (): string => new Date().toISOString();
const tells = (
  service: 'inventory' | 'scheduler',
  verb: string,
  input: (world: World) => object,
  [name, code, field]: readonly [name: string, code: string, field?: string],
): Case => ({
  name: `an agent's ${verb}: ${name}`,
  code,
  ...defined({ field }),
  attempt: (world) => world.rogue.up(service, verb, input(world)),
});
const running = ({ jobId }: World) => ({ jobId, run: 1, state: 'running', at: now() });

export const agentRequests: readonly Case[] = [
  tells('inventory', 'register', () => ({ devices: [], bootId: '' }), [
    'no facts',
    'VALIDATION_FAILED',
    'facts',
  ]),
  tells('inventory', 'register', () => ({ facts: { ...FACTS, cpuCores: 0 }, devices: [], bootId: '' }), [
    'no CPU',
    'VALIDATION_FAILED',
    'facts.cpuCores',
  ]),
  tells('inventory', 'register', () => ({ facts: FACTS, devices: [{ uuid: '' }], bootId: '' }), [
    'a device without an id',
    'VALIDATION_FAILED',
    'devices.0.uuid',
  ]),
  tells('inventory', 'register', ({ hostId }) => ({ facts: FACTS, devices: [], bootId: '', hostId }), [
    'in the name of another host',
    'VALIDATION_FAILED',
    'hostId',
  ]),
  tells(
    'inventory',
    'register',
    () => ({ facts: FACTS, devices: [], bootId: '', faults: [{ uuid: 'GPU-0', reason: '' }] }),
    ['a fault without a reason', 'VALIDATION_FAILED', 'faults.0.reason'],
  ),
  tells(
    'inventory',
    'register',
    () => ({ facts: FACTS, devices: [], bootId: '', conditions: [{ kind: 'onFire', message: 'x' }] }),
    ['a condition that there is none of', 'VALIDATION_FAILED', 'conditions.0.kind'],
  ),
  tells('inventory', 'heartbeat', () => ({ runs: [], at: 'now' }), ['no instant', 'VALIDATION_FAILED', 'at']),
  tells('inventory', 'heartbeat', () => ({ runs: [], at: now() }), [
    'before it registers',
    'INVALID_STATE',
    'host',
  ]),
  tells('inventory', 'deviceError', () => ({ uuid: 'GPU-0', reason: 'x' }), [
    'of a device it has not',
    'NOT_FOUND',
    'uuid',
  ]),
  tells('scheduler', 'report', (world) => ({ ...running(world), run: 0 }), [
    'no run',
    'VALIDATION_FAILED',
    'run',
  ]),
  tells('scheduler', 'report', (world) => ({ ...running(world), state: 'ended' }), [
    'an end without an outcome',
    'VALIDATION_FAILED',
    'outcome',
  ]),
  tells('scheduler', 'report', (world) => ({ ...running(world), outcome: 'triumphed', state: 'ended' }), [
    'an outcome that is none',
    'VALIDATION_FAILED',
    'outcome',
  ]),
  tells('scheduler', 'report', (world) => ({ ...running(world), state: 'ended', outcome: 'succeeded' }), [
    "the end of another host's run",
    'INVALID_STATE',
    'run',
  ]),
  tells('scheduler', 'report', (world) => ({ ...running(world), jobId: newId() }), [
    'of an unknown job',
    'NOT_FOUND',
    'jobId',
  ]),
  tells('scheduler', 'reconcile', () => ({ runs: [{ jobId: 'x' }] }), [
    'runs that are none',
    'VALIDATION_FAILED',
    'runs.0.jobId',
  ]),
  tells('scheduler', 'promote', () => ({}), ['an unknown request', 'NOT_FOUND']),
];

const chunk = (more: object): string =>
  JSON.stringify({ stream: 'stdout', seq: 0, offset: 0, text: 'forged\n', at: now(), ...more });
const sends = (name: string, body: string, field: string, jobOf = ({ jobId }: World) => jobId): Case => ({
  name: `output: ${name}`,
  code: 'REJECTED',
  field,
  attempt: (world) => world.rogue.sendOutput(jobOf(world), 1, body),
});

export const outputs: readonly Case[] = [
  sends("a forged log for another host's job", chunk({}), 'jobId'),
  {
    name: 'output: of a job that there is not',
    code: 'REJECTED',
    field: 'jobId',
    attempt: async (world) => {
      const answer = world.rogue.sendOutput(newId(), 1, chunk({}));
      // That there is none is certain once a later event of the scheduler has arrived, clock skew considered.
      await sleep(5_500);
      await world.lab.admin.api.do('createCalendarFeed', { scope: 'USER' }, 'url');
      return answer;
    },
  },
  sends('not JSON', 'hello', 'body'),
  sends('an unknown stream', chunk({ stream: 'stdin' }), 'stream'),
];

const oversteps = (name: string, attempt: (nc: NatsConnection, world: World) => void): Case => ({
  name: `an agent oversteps: ${name}`,
  code: 'PermissionViolationError',
  attempt: (world) => world.rogue.refusalOf((nc) => attempt(nc, world)),
});

/** What the server itself does not let an agent do. */
export const oversteppings: readonly Case[] = [
  oversteps('output as another host', (nc, { hostId, jobId }) =>
    nc.publish(subjects.log(hostId, jobId, 1), chunk({})),
  ),
  oversteps('a report as another host', (nc, { hostId }) =>
    nc.publish(subjects.agentUp(hostId, 'scheduler', 'report')),
  ),
  oversteps('a command', (nc) => nc.publish(cancelJob.subject)),
  oversteps('an order to another host', (nc, { hostId }) =>
    nc.publish(subjects.agentDown(hostId, 'scheduler', 'start')),
  ),
  oversteps("another host's orders", (nc, { hostId }) => void nc.subscribe(subjects.agentDownAll(hostId))),
  oversteps('everything', (nc) => void nc.subscribe('berth.>')),
  oversteps('the streams', (nc) => nc.publish('$JS.API.STREAM.DELETE.SCHEDULER')),
];

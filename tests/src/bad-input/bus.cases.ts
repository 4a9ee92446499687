import { jobsQuery, submitJob } from '@berth/contracts/scheduler/operations';
import { subjects } from '@berth/contracts/subjects';
import { defined } from '@berth/kernel/defined';
import { newId } from '@berth/kernel/ids';
import type { Answer, Case, World } from './case.js';

const asked = (
  name: string,
  body: (world: World) => string | object,
  [code, field]: readonly [code: string, field?: string],
  subject: string = submitJob.subject,
): Case => ({
  name,
  code,
  ...defined({ field }),
  attempt: (world): Promise<Answer> => world.gateway.ask(subject, body(world)),
});

const token = ({ lab }: World): string => lab.ada.api.token ?? '';

/** A service's answers to requests that no gateway would send, on the gateway's own connection. */
export const requests: readonly Case[] = [
  asked('a request that is not JSON', () => 'hello', ['VALIDATION_FAILED', 'request']),
  asked('a request that is a list', () => [], ['VALIDATION_FAILED', 'request']),
  asked('a request without input', () => ({}), ['VALIDATION_FAILED', 'input']),
  asked('an input that is text', () => ({ input: 'x' }), ['VALIDATION_FAILED', 'input']),
  asked('a token that is a number', () => ({ input: {}, token: 5 }), ['VALIDATION_FAILED', 'token']),
  asked('a command without a token', () => ({ input: {} }), ['UNAUTHENTICATED']),
  asked(
    'a caller who names himself',
    ({ lab }) => ({ input: {}, identity: { userId: lab.admin.id, role: 'admin' } }),
    ['UNAUTHENTICATED'],
  ),
  asked(
    'an unknown field',
    (world) => ({ input: { name: 'x', project: 'x', surprise: 1 }, token: token(world) }),
    ['VALIDATION_FAILED', 'surprise'],
  ),
  asked('a field of the wrong type', (world) => ({ input: { name: 'x', project: 5 }, token: token(world) }), [
    'VALIDATION_FAILED',
    'project',
  ]),
  asked('an unknown command', () => ({ input: {} }), ['NOT_FOUND'], 'berth.cmd.scheduler.job.explode.v1'),
  asked(
    'a position that is none',
    (world) => ({ input: {}, token: token(world), after: 'soon' }),
    ['VALIDATION_FAILED', 'after'],
    jobsQuery.subject,
  ),
  asked(
    'a batch that is none',
    () => ({ calls: 5 }),
    ['VALIDATION_FAILED', 'calls'],
    subjects.batch('scheduler'),
  ),
  {
    name: 'an event that the gateway makes up',
    code: 'PermissionViolationError',
    attempt: ({ gateway }) =>
      gateway.refusalOf((nc) =>
        nc.publish(subjects.event('scheduler', undefined, 'job', newId(), 'succeeded.v1')),
      ),
  },
];

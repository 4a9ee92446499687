import { may } from '@berth/contracts/permissions';
import { markSealed } from '@berth/contracts/sealed';
import type { JsonObject, JsonValue } from '@berth/kernel/json';
import { ActorType } from '../audit/actor.type.js';
import { builder } from '../graphql/builder.js';
import type { Context } from '../graphql/context.js';
import { toGlobalId } from '../graphql/ids.js';
import { Job } from '../jobs/job.type.js';
import type { LiveJobEvent } from './live-items.js';

/**
 * What an event of a job says, without devices and hosts that the caller has no grant for: what the job and the host
 * show them, they see here too.
 */
async function shownEventData(
  data: JsonObject,
  { caller, loaders }: Pick<Context, 'caller' | 'loaders'>,
): Promise<JsonObject> {
  if (caller.kind === 'known' && may(caller.identity, 'readAll')) return data;
  const { hostId, devices, ...rest } = data;
  const host = typeof hostId === 'string' ? await loaders.hosts().load(hostId) : null;
  const job = Array.isArray(devices) ? await loaders.jobs().load(String(data['jobId'])) : null;
  const seen = new Set(job?.runs.flatMap((run) => run.devices.map(({ uuid }) => uuid)));
  return {
    ...rest,
    ...(host ? { hostId } : {}),
    ...(Array.isArray(devices)
      ? { devices: devices.filter((each: JsonValue) => seen.has(uuidOf(each))) }
      : {}),
  };
}

const uuidOf = (device: JsonValue): string =>
  typeof device === 'object' && device !== null && 'uuid' in device ? String(device.uuid) : '';

const textOf = ({ event }: LiveJobEvent, name: string): string => String(event.data[name] ?? '');

export const JobEvent = builder.objectRef<LiveJobEvent>('JobEvent').implement({
  description: 'An event of a job.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Cursor for continuing after this event.' }),
    eventId: t.string({ description: 'Id of the event.', resolve: ({ event }) => event.id }),
    type: t.string({
      description: 'Wire name with version, such as scheduler.job.queued.v1.',
      resolve: ({ event }) => event.type,
    }),
    recordedAt: t.field({
      type: 'DateTime',
      description: 'When it was recorded.',
      resolve: ({ event }) => event.recordedAt,
    }),
    actor: t.field({
      type: ActorType,
      description: 'Who caused the event.',
      resolve: ({ event }) => event.metadata.actor,
    }),
    jobId: t.id({
      description: 'Id of the job.',
      resolve: (each) => toGlobalId('Job', textOf(each, 'jobId')),
    }),
    projectId: t.id({
      description: 'Id of its project.',
      resolve: (each) => toGlobalId('Project', textOf(each, 'projectId')),
    }),
    run: t.int({
      nullable: true,
      description: 'Run to which the event refers, if any.',
      resolve: ({ event }) => (typeof event.data['run'] === 'number' ? event.data['run'] : null),
    }),
    data: t.field({
      type: 'JSON',
      description: 'Data of the event. Encrypted values are shown as `sealed`.',
      resolve: async ({ event }, _args, context) =>
        markSealed(await shownEventData(event.data as JsonObject, context)),
    }),
    job: t.field({
      type: Job,
      nullable: true,
      description: 'Current state of the job, which may be newer than this event.',
      resolve: (each, _args, { loaders }) => loaders.jobs().load(textOf(each, 'jobId')),
    }),
  }),
});

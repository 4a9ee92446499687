import { may } from '@berth/contracts/permissions';
import type { JsonObject, JsonValue } from '@berth/kernel/json';
import type { Context } from '../graphql/context.js';

/**
 * What an event of a job says, without devices and hosts that the caller has no grant for: what the job and the host
 * show them, they see here too.
 */
export async function shownEventData(
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

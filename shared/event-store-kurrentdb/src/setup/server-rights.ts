import {
  BACKWARDS,
  END,
  jsonEvent,
  StreamNotFoundError,
  type EventStoreDBClient,
} from '@eventstore/db-client';
import { StreamNames } from '../convert.js';
import { DEFAULT_ACL, GROUP, ownAcl } from '../rights.js';
import { withStoreErrors } from '../server-errors.js';

const AT_ONCE = 32;

/** A subscriber to a service's events reads `$all`, by a filter: only admins may unless its metadata allows it. */
export async function letGroupReadAll(client: EventStoreDBClient): Promise<void> {
  const { metadata = {} } = await withStoreErrors(
    () => client.getStreamMetadata('$all'),
    'the metadata of $all',
  );
  const acl = typeof metadata.acl === 'object' ? metadata.acl : {};
  const roles = new Set([acl.readRoles ?? '$admins', GROUP].flat());
  await withStoreErrors(
    () => client.setStreamMetadata('$all', { ...metadata, acl: { ...acl, readRoles: [...roles] } }),
    'the metadata of $all',
  );
}

/**
 * Closes every stream without an access list to all but Berth's services. Other programs lose access to theirs, too.
 */
export async function closeToOthers(client: EventStoreDBClient): Promise<void> {
  const settings = await lastOf(client, '$settings');
  const data = { ...settings, $userStreamAcl: DEFAULT_ACL };
  await withStoreErrors(
    () => client.appendToStream('$settings', jsonEvent({ type: 'update-default-acl', data })),
    '$settings',
  );
}

/** Gives each stream of the services that is there, and has no metadata, to its service. Returns how many. */
export async function protectStreams(
  client: EventStoreDBClient,
  services: readonly string[],
): Promise<number> {
  const owners = services.map((service) => ({ service, names: new StreamNames(service) }));
  const open = new Map(owners.map(({ service, names }) => [names.storeStream, service]));
  const withMetadata = new Set<string>();
  await withStoreErrors(async () => {
    for await (const { event } of client.readAll()) {
      if (event === undefined) continue;
      const { streamId } = event;
      if (streamId.startsWith('$$')) withMetadata.add(streamId.slice(2));
      const owner = owners.find(({ names }) => names.fromServer(streamId) !== undefined);
      if (owner !== undefined) open.set(streamId, owner.service);
    }
  }, '$all');
  const left = [...open].filter(([stream]) => !withMetadata.has(stream));
  const waiting = left.values();
  const work = async () => {
    for (const [stream, service] of waiting) {
      await withStoreErrors(
        () => client.setStreamMetadata(stream, { acl: ownAcl(service) }),
        `the metadata of ${stream}`,
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return left.length;
}

async function lastOf(client: EventStoreDBClient, stream: string): Promise<object> {
  try {
    const last = { direction: BACKWARDS, fromRevision: END, maxCount: 1 } as const;
    const [found] = await withStoreErrors(() => Array.fromAsync(client.readStream(stream, last)), stream);
    return (found?.event?.data as object | undefined) ?? {};
  } catch (error) {
    if (error instanceof StreamNotFoundError) return {};
    throw error;
  }
}

import { readFileSync } from 'node:fs';
import { AckPolicy, jetstreamManager, JetStreamApiError, type JetStreamManager } from '@nats-io/jetstream';
import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { SERVICES, type ServiceName } from '@berth/contracts/services';
import { STREAMS } from '@berth/contracts/streams';
import { subjects } from '@berth/contracts/subjects';
import { mintCreds, mintSubscriberCreds } from './mint.js';
import { replacePrivateFile } from './private-files.js';
import type { Trust } from './trust.js';

export interface Subscription {
  readonly name: string;
  readonly services: readonly ServiceName[];
  /** Of the subjects of one service; all of its events if omitted. */
  readonly filter?: string;
  /** Where its credentials are written. */
  readonly credsFile: string;
}

const NOT_FOUND = 404;

/** Creates a pull consumer on each service's events for an external system, and then its credentials. */
export async function addSubscriber(trust: Trust, url: string, wanted: Subscription): Promise<void> {
  const { name, services, filter } = wanted;
  const creds = await mintSubscriberCreds({
    name,
    signingSeed: readFileSync(trust.subscriberSigningKeyFile),
    account: trust.subscribersAccount,
  });
  await withStreams(trust, url, async (manager) => {
    for (const service of services) {
      await manager.consumers.add(STREAMS[service], {
        durable_name: name,
        ack_policy: AckPolicy.Explicit,
        filter_subject: filter ?? subjects.eventsOf(service),
      });
    }
  });
  replacePrivateFile(wanted.credsFile, creds);
}

/**
 * Deletes its consumers, so that its credentials are useless.
 * @returns of which services it had events
 */
export async function removeSubscriber(trust: Trust, url: string, name: string): Promise<ServiceName[]> {
  const had: ServiceName[] = [];
  await withStreams(trust, url, async (manager) => {
    for (const service of SERVICES) {
      try {
        await manager.consumers.delete(STREAMS[service], name);
        had.push(service);
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    }
  });
  return had;
}

/** The consumer, or the stream, where the service has published nothing yet. */
const isGone = (error: unknown): boolean => error instanceof JetStreamApiError && error.status === NOT_FOUND;

async function withStreams(
  trust: Trust,
  url: string,
  use: (manager: JetStreamManager) => Promise<void>,
): Promise<void> {
  const creds = await mintCreds({
    name: 'subscriptions',
    signingSeed: readFileSync(trust.subscriptionsSigningKeyFile),
    account: trust.account,
  });
  const nc: NatsConnection = await connect({
    servers: url,
    name: 'subscriber command',
    authenticator: credsAuthenticator(Buffer.from(creds)),
    inboxPrefix: 'berth.inbox.subscriptions',
    timeout: 5_000,
    maxReconnectAttempts: 0,
  });
  try {
    await use(await jetstreamManager(nc, { checkAPI: false }));
  } finally {
    await nc.close();
  }
}

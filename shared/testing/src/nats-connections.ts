import { readFileSync } from 'node:fs';
import { createUser } from '@nats-io/nkeys';
import {
  connect,
  credsAuthenticator,
  jwtAuthenticator,
  type Authenticator,
  type NatsConnection,
} from '@nats-io/transport-node';
import type { BusIdentity } from '@berth/contracts/services';
import { subjects } from '@berth/contracts/subjects';
import { mintAgentJwt, mintSubscriberCreds } from '@berth/nats-trust/mint';
import type { TestNats } from './nats.js';

/** Connected as a service or the gateway, with its credentials and its inbox. The caller closes it. */
export function connectIdentity(nats: TestNats, identity: BusIdentity): Promise<NatsConnection> {
  const authenticator = credsAuthenticator(readFileSync(nats.credsOf(identity)));
  return open(nats, authenticator, subjects.inbox(identity));
}

/** Connected as the agent of a host, by a JWT minted here. The caller closes it. */
export async function connectHost(nats: TestNats, hostId: string): Promise<NatsConnection> {
  const user = createUser();
  const jwt = await mintAgentJwt({
    hostId,
    publicKey: user.getPublicKey(),
    signingSeed: readFileSync(nats.trust.agentSigningKeyFile),
    account: nats.trust.account,
    lifeSeconds: 3600,
  });
  return open(nats, jwtAuthenticator(jwt, user.getSeed()), subjects.agentInbox(hostId));
}

/** Connected as an external subscriber. The caller closes it. */
export async function connectExternal(nats: TestNats, name: string): Promise<NatsConnection> {
  const creds = await mintSubscriberCreds({
    name,
    signingSeed: readFileSync(nats.trust.subscriberSigningKeyFile),
    account: nats.trust.subscribersAccount,
  });
  return open(nats, credsAuthenticator(Buffer.from(creds)), `berth.inbox.subscriber.${name}`);
}

const open = (nats: TestNats, authenticator: Authenticator, inboxPrefix: string): Promise<NatsConnection> =>
  connect({ servers: nats.url, authenticator, inboxPrefix, maxReconnectAttempts: -1, reconnectTimeWait: 50 });

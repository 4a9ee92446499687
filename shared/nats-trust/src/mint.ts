import { encodeUser, fmtCreds } from '@nats-io/jwt';
import { createUser, fromPublic, fromSeed } from '@nats-io/nkeys';

/**
 * The NATS user JWT of a host's agent. What it may do is in the account, under the signing key's template.
 * @param publicKey the agent's own user nkey (`U...`); its seed stays with the agent
 * @param signingSeed content of the agents' signing key file
 * @param account public nkey of the account (`A...`)
 */
export async function mintAgentJwt(options: {
  hostId: string;
  publicKey: string;
  signingSeed: string | Uint8Array;
  account: string;
  /** How long the server takes it. */
  lifeSeconds: number;
}): Promise<string> {
  if (!/^[A-Za-z0-9_-]+$/.test(options.hostId)) throw new Error('a host id must be a single token');
  return mintUser({ ...options, name: options.hostId });
}

/**
 * A credentials file (JWT and seed) for an external system that reads events.
 * @param name one plain token; the consumer that it takes events from bears it
 * @param account public nkey of the subscribers' account
 */
export async function mintSubscriberCreds(options: {
  name: string;
  signingSeed: string | Uint8Array;
  account: string;
}): Promise<string> {
  if (!/^[A-Za-z0-9_-]+$/.test(options.name))
    throw new Error('the name of a subscriber must be a single token');
  return mintCreds(options);
}

export async function mintCreds(options: {
  name: string;
  signingSeed: string | Uint8Array;
  account: string;
}): Promise<string> {
  const user = createUser();
  const jwt = await mintUser({ ...options, publicKey: user.getPublicKey() });
  return Buffer.from(fmtCreds(jwt, user)).toString('utf8');
}

async function mintUser(options: {
  name: string;
  publicKey: string;
  signingSeed: string | Uint8Array;
  account: string;
  lifeSeconds?: number;
}): Promise<string> {
  const seed = Buffer.from(options.signingSeed).toString('utf8').trim();
  const signer = fromSeed(Buffer.from(seed));
  const user = fromPublic(options.publicKey);
  const { lifeSeconds } = options;
  const end = lifeSeconds === undefined ? {} : { exp: Math.ceil(Date.now() / 1000 + lifeSeconds) };
  return encodeUser(
    options.name,
    user,
    fromPublic(options.account),
    {},
    { signer, scopedUser: true, ...end },
  );
}

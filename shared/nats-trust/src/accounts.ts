import {
  decode,
  encodeAccount,
  encodeOperator,
  newScopedSigner,
  type Export,
  type Import,
  type Operator,
  type SigningKey,
} from '@nats-io/jwt';
import type { KeyPair } from '@nats-io/nkeys';
import { revocationsOf } from './revoked-agents.js';
import { accessOf, SUBSCRIBER_SERVICES, type Role } from './permissions.js';

const UNLIMITED = -1;
const NANOSECONDS_PER_MS = 1_000_000;

export const operatorJwt = (operator: KeyPair, system: KeyPair): Promise<string> =>
  encodeOperator('berth', operator, { system_account: system.getPublicKey() });

/** Whether a JWT says what `operatorJwt` would. */
export function isOperatorJwt(jwt: string, operator: KeyPair, system: KeyPair): boolean {
  try {
    const { sub, nats } = decode<Operator>(jwt);
    return sub === operator.getPublicKey() && nats.system_account === system.getPublicKey();
  } catch {
    return false;
  }
}

export const systemAccountJwt = (system: KeyPair, operator: KeyPair): Promise<string> =>
  encodeAccount('SYS', system, {}, { signer: operator });

const LIMITS = {
  subs: UNLIMITED,
  conn: UNLIMITED,
  leaf: 0,
  data: UNLIMITED,
  payload: UNLIMITED,
  wildcards: true,
};

/**
 * The account with JetStream, and for each role a signing key that carries the role's permissions.
 * @param revoked public keys of agents whose credentials are revoked
 */
export function berthAccountJwt(
  account: KeyPair,
  operator: KeyPair,
  signers: ReadonlyMap<Role, KeyPair>,
  revoked: readonly string[],
): Promise<string> {
  const limits = {
    ...LIMITS,
    imports: 0,
    exports: SUBSCRIBER_SERVICES.length,
    mem_storage: UNLIMITED,
    disk_storage: UNLIMITED,
    streams: UNLIMITED,
    consumer: UNLIMITED,
  };
  const signing_keys = [...signers].map(([role, key]) => scopedTo(role, key));
  const exports = SUBSCRIBER_SERVICES.map(({ subject }): Export => ({
    name: subject,
    subject,
    type: 'service',
    // A request for messages is answered by many.
    response_type: 'Stream',
  }));
  const revocations = revoked.length > 0 ? { revocations: revocationsOf(revoked) } : {};
  const claims = { limits, signing_keys, exports, ...revocations };
  return encodeAccount('BERTH', account, claims, { signer: operator });
}

/**
 * The account of external subscribers. JetStream sends what it is asked for to whatever subject the request names, past
 * the permissions of who asked. From an account of their own it comes back into that account, where nothing of Berth listens.
 */
export function subscribersAccountJwt(
  account: KeyPair,
  operator: KeyPair,
  { signer, berth }: { readonly signer: KeyPair; readonly berth: string },
): Promise<string> {
  const limits = { ...LIMITS, imports: SUBSCRIBER_SERVICES.length, exports: 0 };
  const imports = SUBSCRIBER_SERVICES.map(({ subject, local }): Import => ({
    name: subject,
    subject,
    local_subject: local,
    account: berth,
    type: 'service',
  }));
  const signing_keys = [scopedTo('subscriber', signer)];
  return encodeAccount('SUBSCRIBERS', account, { limits, signing_keys, imports }, { signer: operator });
}

/**
 * The permissions stand in the account's JWT and not in the users', so that a change of them needs no new credentials,
 * and because the server bounds what a client may send before it is known (4 KiB), user JWT included.
 */
function scopedTo(role: Role, key: KeyPair): SigningKey {
  const { publish, subscribe, responses } = accessOf(role);
  const signer = newScopedSigner(key, role, {
    pub: { allow: [...publish] },
    sub: { allow: [...subscribe] },
    ...(responses && { resp: { max: responses.max, ttl: responses.timeoutMs * NANOSECONDS_PER_MS } }),
    subs: UNLIMITED,
    data: UNLIMITED,
    payload: UNLIMITED,
    bearer_token: false,
    allowed_connection_types: ['STANDARD'],
  });
  // The library puts one in where there is none, and any at all allows answers on whatever subject a request names.
  if (!responses) delete signer.template.resp;
  return signer;
}

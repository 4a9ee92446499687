import { encodeAccount, encodeOperator, newScopedSigner, type SigningKey } from '@nats-io/jwt';
import type { KeyPair } from '@nats-io/nkeys';
import { accessOf, type Role } from './permissions.js';

const UNLIMITED = -1;
const NANOSECONDS_PER_MS = 1_000_000;

export const operatorJwt = (operator: KeyPair, system: KeyPair): Promise<string> =>
  encodeOperator('berth', operator, { system_account: system.getPublicKey() });

export const systemAccountJwt = (system: KeyPair, operator: KeyPair): Promise<string> =>
  encodeAccount('SYS', system, {}, { signer: operator });

/** The account with JetStream, and for each role a signing key that carries the role's permissions. */
export function berthAccountJwt(
  account: KeyPair,
  operator: KeyPair,
  signers: ReadonlyMap<Role, KeyPair>,
): Promise<string> {
  const limits = {
    subs: UNLIMITED,
    conn: UNLIMITED,
    leaf: 0,
    data: UNLIMITED,
    payload: UNLIMITED,
    imports: 0,
    exports: 0,
    wildcards: true,
    mem_storage: UNLIMITED,
    disk_storage: UNLIMITED,
    streams: UNLIMITED,
    consumer: UNLIMITED,
  };
  const signing_keys = [...signers].map(([role, key]) => scopedTo(role, key));
  return encodeAccount('BERTH', account, { limits, signing_keys }, { signer: operator });
}

/**
 * The permissions stand in the account's JWT and not in the users', so that a change of them needs no new credentials,
 * and because the server bounds what a client may send before it is known (4 KiB), user JWT included.
 */
function scopedTo(role: Role, key: KeyPair): SigningKey {
  const { publish, subscribe, responses } = accessOf(role);
  return newScopedSigner(key, role, {
    pub: { allow: [...publish] },
    sub: { allow: [...subscribe] },
    ...(responses && { resp: { max: responses.max, ttl: responses.withinMs * NANOSECONDS_PER_MS } }),
    subs: UNLIMITED,
    data: UNLIMITED,
    payload: UNLIMITED,
    bearer_token: false,
    allowed_connection_types: ['STANDARD'],
  });
}

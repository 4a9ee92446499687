import { generateKeyPairSync, sign } from 'node:crypto';
import { TokenVerifier } from '@berth/bus/identity';
import type { RpcClient } from '@berth/bus/rpc-client';
import type { RpcReply } from '@berth/bus/rpc-messages';
import { jobQuery, submitJob } from '@berth/contracts/scheduler/operations';
import { aJob } from '@berth/gateway/testing/fixtures';
import type { Platform } from '@berth/gateway/graphql-server/request-context';
import type { Live } from '@berth/gateway/live/live';
import { newId } from '@berth/kernel/ids';
import type { JsonValue } from '@berth/kernel/json';

/** What the servers of a row have in common, so that they differ in HTTP and GraphQL only: answers from memory. */
const JOB: RpcReply = { ok: true, result: { ...aJob() } as unknown as JsonValue };
const SUBMITTED: RpcReply = { ...JOB, position: '0'.repeat(20) };

/** Answers as a service does: not in the same turn. */
const call = async (subject: string): Promise<RpcReply> => {
  await Promise.resolve();
  if (subject === jobQuery.subject) return JOB;
  if (subject === submitJob.subject) return SUBMITTED;
  throw new Error(`nobody answers ${subject}`);
};

export const inMemoryPlatform: Platform = {
  rpc: { call } as unknown as RpcClient,
  live: {} as Live,
  publicUrl: undefined,
};

const ISSUER = 'https://berth.local';
const AUDIENCE = 'berth';
const KEY_ID = 'bench';
const { publicKey, privateKey } = generateKeyPairSync('ed25519');

export const verifier = new TokenVerifier({
  issuer: ISSUER,
  audience: AUDIENCE,
  fetchJwks: async () => ({
    keys: [{ ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, alg: 'EdDSA', use: 'sig' }],
  }),
});

/** A member's access token, signed as auth does. */
export function accessToken(): string {
  const now = Math.floor(Date.now() / 1000);
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const header = encode({ alg: 'EdDSA', typ: 'at+jwt', kid: KEY_ID });
  const claims = { iss: ISSUER, aud: AUDIENCE, sub: newId(), sid: newId(), role: 'member' };
  const text = `${header}.${encode({ ...claims, iat: now, exp: now + 3_600 })}`;
  return `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`;
}

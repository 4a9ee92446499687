import { TokenVerifier } from '@berth/bus/identity';
import type { RpcClient } from '@berth/bus/rpc-client';
import { jwksQuery } from '@berth/contracts/auth/operations';
import type { Jwks } from '@berth/bus/key-set';
import { RejectedError } from '@berth/kernel/rejection';
import type { BaseConfig } from './config.js';
import type { ServiceParts } from './platform.js';

export const TOKEN_AUDIENCE = 'berth';

export function tokenVerifier(
  config: BaseConfig,
  parts: Pick<ServiceParts, 'jwks'>,
  rpc: RpcClient,
): TokenVerifier {
  return new TokenVerifier({
    issuer: config.BERTH_TOKEN_ISSUER,
    audience: TOKEN_AUDIENCE,
    fetchJwks: parts.jwks ?? (() => askAuth(rpc)),
  });
}

async function askAuth(rpc: RpcClient): Promise<Jwks> {
  const reply = await rpc.call(jwksQuery.subject, { input: {} });
  if (!reply.ok) throw new RejectedError(reply.error);
  return reply.result as unknown as Jwks;
}

import { Controller, Inject } from '@nestjs/common';
import type { InputOf, ResultOf } from '@berth/contracts/define';
import { createJoinToken, joinTokensQuery, revokeJoinToken } from '@berth/contracts/inventory/operations';
import { addMs } from '@berth/kernel/clock';
import { err, ok } from '@berth/kernel/result';
import { Operation, orReject, type Call, type Reply } from '@berth/service-host/operation';
import { noSuchPool } from '../pool/pool.decider.js';
import { Pools } from '../pool/pools.js';
import { JoinTokenQueries } from './join-token-queries.js';
import { JoinTokens, hashOfToken, tokenIdOf, JoinTokenIssuer } from './join-tokens.js';

const HOUR_MS = 3_600_000;

@Controller()
export class JoinTokenController {
  constructor(
    @Inject(JoinTokens) private readonly tokens: JoinTokens,
    @Inject(JoinTokenQueries) private readonly queries: JoinTokenQueries,
    @Inject(Pools) private readonly pools: Pools,
    @Inject(JoinTokenIssuer) private readonly issuer: JoinTokenIssuer,
  ) {}

  @Operation(createJoinToken)
  async create({
    input,
    meta,
  }: Call<InputOf<typeof createJoinToken>>): Reply<ResultOf<typeof createJoinToken>> {
    const { poolId, maxUses, expiresInHours } = input;
    if (!(await this.pools.find(poolId))) return err(noSuchPool);
    const secret = this.issuer.tokenFor(meta.commandId);
    const tokenId = tokenIdOf(secret);
    const expiresAt = addMs(meta.now, expiresInHours * HOUR_MS);
    const created = orReject(
      await this.tokens.execute(
        { type: 'createJoinToken', tokenId, poolId, hash: hashOfToken(secret), expiresAt, maxUses },
        meta,
      ),
    );
    const result = { token: secret, tokenId, expiresAt: created.token.expiresAt };
    return ok({ result, position: created.position });
  }

  @Operation(revokeJoinToken)
  async revoke({ input, meta }: Call<InputOf<typeof revokeJoinToken>>): Reply<null> {
    const { tokenId } = input;
    const { position } = orReject(await this.tokens.execute({ type: 'revokeJoinToken', tokenId }, meta));
    return ok({ result: null, position });
  }

  @Operation(joinTokensQuery)
  async list({
    input,
    meta,
  }: Call<InputOf<typeof joinTokensQuery>>): Reply<ResultOf<typeof joinTokensQuery>> {
    return ok({ result: await this.queries.list(input, meta.now) });
  }
}

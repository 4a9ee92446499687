import { Controller, Inject } from '@nestjs/common';
import {
  apiTokensQuery,
  createApiToken,
  exchangeApiToken,
  revokeApiToken,
} from '@berth/contracts/auth/operations';
import type { InputOf, ResultOf } from '@berth/contracts/define';
import type { ApiTokenView } from '@berth/contracts/auth/views';
import { may } from '@berth/contracts/permissions';
import { addMs } from '@berth/kernel/clock';
import { defined } from '@berth/kernel/defined';
import { idFromName } from '@berth/kernel/ids';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { Collection } from '@berth/read-models';
import { Operation, type OpenCall, type Reply, type UserCall } from '@berth/service-host/operation';
import { AUTH_PLATFORM, type AuthPlatform } from '../auth.platform.js';
import { AccessTokens } from '../keyring/access-tokens.js';
import { Callers } from '../user/callers.js';
import { People } from '../user/people.js';
import { apiTokensView, type ApiTokenDocument } from './api-tokens.view.js';
import { apiTokenIdOf, issueApiToken, matchesHash } from './api-token-secret.js';
import { apiTokenStream } from './api-token.decider.js';
import { ApiTokens } from '../aggregates.js';

const DAY_MS = 86_400_000;
const NOT_VALID = reject('UNAUTHENTICATED', 'the API token is not valid');

@Controller()
export class ApiTokenController {
  readonly #views: Collection<ApiTokenDocument>;

  constructor(
    @Inject(ApiTokens) private readonly tokens: ApiTokens,
    @Inject(People) private readonly people: People,
    @Inject(Callers) private readonly callers: Callers,
    @Inject(AccessTokens) private readonly accessTokens: AccessTokens,
    @Inject(AUTH_PLATFORM) private readonly platform: AuthPlatform,
  ) {
    this.#views = platform.readModels.collection(apiTokensView.collection);
  }

  /** Only in person: a token must not be able to give itself more scopes or a longer life. */
  @Operation(createApiToken)
  async create({
    input,
    identity,
    meta,
  }: UserCall<InputOf<typeof createApiToken>>): Reply<ResultOf<typeof createApiToken>> {
    const { id: userId } = await this.callers.withSession(identity);
    const tokenId = idFromName('apiToken', meta.commandId);
    const { token, hash } = issueApiToken(this.platform.vault, tokenId);
    const { name, scopes, expiresInDays } = input;
    const expiresAt = addMs(meta.now, expiresInDays * DAY_MS);
    const created = await this.tokens.execute(
      apiTokenStream(tokenId),
      { type: 'createApiToken', tokenId, userId, name, scopes, hash, expiresAt },
      meta,
      { expectNew: true },
    );
    if (!created.ok) return created;
    const { state, position } = created.value;
    if (state.status === 'none') throw new Error(`API token ${tokenId} was not recorded`);
    const apiToken: ApiTokenView = {
      id: tokenId,
      name: state.name,
      scopes: state.scopes,
      createdAt: addMs(state.expiresAt, -expiresInDays * DAY_MS),
      expiresAt: state.expiresAt,
      revoked: state.status === 'revoked',
    };
    return ok({ result: { token, apiToken }, ...defined({ position }) });
  }

  @Operation(revokeApiToken)
  async revoke({ input, identity, meta }: UserCall<InputOf<typeof revokeApiToken>>): Reply<null> {
    const caller = await this.callers.active(identity);
    const ownerId = may(caller, 'revokeAllApiTokens') ? undefined : caller.id;
    const revoked = await this.tokens.execute(
      apiTokenStream(input.tokenId),
      { type: 'revokeApiToken', ownerId },
      meta,
    );
    if (!revoked.ok) return revoked;
    const { position } = revoked.value;
    return ok({ result: null, ...defined({ position }) });
  }

  /** The reason why a token is invalid is not revealed, since the caller may have found it. */
  @Operation(exchangeApiToken)
  async exchange({
    input,
  }: OpenCall<InputOf<typeof exchangeApiToken>>): Reply<ResultOf<typeof exchangeApiToken>> {
    const tokenId = apiTokenIdOf(input.token);
    if (tokenId === undefined) return err(NOT_VALID);
    const { state } = await this.tokens.load(apiTokenStream(tokenId), { fresh: true });
    if (state.status !== 'valid' || !matchesHash(input.token, state.hash)) return err(NOT_VALID);
    if (state.expiresAt <= this.platform.clock.now()) return err(NOT_VALID);
    const account = await this.people.find(state.userId);
    if (account?.status !== 'active') return err(NOT_VALID);
    const accessToken = await this.accessTokens.issue({
      userId: account.id,
      role: account.role,
      tokenId,
      scopes: state.scopes,
    });
    return ok({ result: { accessToken, expiresInSeconds: this.accessTokens.settings.lifeSeconds } });
  }

  @Operation(apiTokensQuery)
  async list({ identity }: UserCall<InputOf<typeof apiTokensQuery>>): Reply<readonly ApiTokenView[]> {
    const { items } = await this.#views.query({
      where: { userId: { eq: identity.userId } },
      sort: [{ field: 'createdAt', direction: 'desc' }],
      limit: 1000,
    });
    return ok({
      result: items.map(({ id, document }) => {
        const { userId: _, ...view } = document;
        return { id, ...view };
      }),
    });
  }
}

import type { LoginResult } from '@berth/contracts/auth/views';
import type { SealedValue } from '@berth/contracts/fields';
import { addMs } from '@berth/kernel/clock';
import { defined } from '@berth/kernel/defined';
import { idFromName } from '@berth/kernel/ids';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { CommandMeta } from '@berth/service-host/command-meta';
import type { Answer } from '@berth/service-host/operation';
import type { Vault } from '@berth/service-host/vault';
import type { AccessTokens } from '../keyring/access-tokens.js';
import type { People } from '../user/people.js';
import { userKey, type Account } from '../user/user.js';
import { clientNameOf } from './client-name.js';
import type { DeviceTokens, RefreshTokens } from './session-tokens.js';
import { LOG_IN_AGAIN, sessionStream, type LiveSession } from './session.decider.js';
import type { Sessions } from '../aggregates.js';

export interface SessionLimits {
  readonly idleMs: number;
  readonly maxMs: number;
  readonly graceMs: number;
}

export interface LogInFrom {
  /** Which program or browser it is, by its own words. */
  readonly client?: string | undefined;
  /** That the account was logged in on before. */
  readonly device?: string | undefined;
}

/** Starts sessions and issues their tokens. */
export class LogIns {
  constructor(
    readonly sessions: Sessions,
    private readonly people: People,
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly deviceTokens: DeviceTokens,
    private readonly vault: Vault,
    readonly limits: SessionLimits,
  ) {}

  async start(
    account: Account,
    meta: CommandMeta,
    { client, device }: LogInFrom = {},
  ): Promise<Result<Answer<LoginResult>, Rejection>> {
    const closed = loginRefusal(account);
    if (closed) return err(closed);
    const sessionId = idFromName('session', meta.commandId, account.id);
    const started = await this.sessions.execute(
      sessionStream(sessionId),
      {
        type: 'startSession',
        sessionId,
        userId: account.id,
        refreshHash: this.refreshTokens.issue(sessionId, 1).hash,
        expiresAt: addMs(meta.now, Math.min(this.limits.idleMs, this.limits.maxMs)),
        endsAt: addMs(meta.now, this.limits.maxMs),
        passwordVersion: account.passwordVersion,
        clientName: await this.#sealedName(account, client),
      },
      { ...meta, actor: { kind: 'user', id: account.id } },
      { expectNew: true },
    );
    if (!started.ok) return started;
    const { state, position } = started.value;
    // A repeat of a log-in whose session has ended since.
    if (state.status !== 'live') return err(LOG_IN_AGAIN);
    return ok({
      result: {
        ...(await this.tokensFor(state, account)),
        deviceToken: this.deviceTokens.issue(account.id, device ?? sessionId),
      },
      ...defined({ position }),
    });
  }

  /** Not for an account whose key is lost: that a new one is made would hide the loss. */
  async #sealedName(account: Account, client: string | undefined): Promise<SealedValue | undefined> {
    const name = clientNameOf(client);
    if (name === '' || !('profile' in (await this.people.openProfile(account.profile)))) return undefined;
    return this.vault.seal(userKey(account.id), name);
  }

  async tokensFor(session: LiveSession, account: Account): Promise<LoginResult> {
    return {
      user: await this.people.view(account),
      accessToken: await this.accessTokens.issue({
        userId: account.id,
        role: account.role,
        sessionId: session.id,
      }),
      expiresInSeconds: this.accessTokens.settings.lifeSeconds,
      refreshToken: this.refreshTokens.issue(session.id, session.generation).token,
      sessionExpiresAt: session.expiresAt,
    };
  }
}

/** Revealed only after the correct password. */
export function loginRefusal(account: Account): Rejection | undefined {
  const details = { status: account.status };
  switch (account.status) {
    case 'active':
      return undefined;
    case 'awaitingActivation':
      return reject('INVALID_STATE', 'the account awaits activation by an admin', undefined, details);
    case 'suspended':
      return reject('FORBIDDEN', 'the account is suspended; contact an admin', undefined, details);
  }
}

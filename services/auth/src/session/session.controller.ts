import { Controller, Inject } from '@nestjs/common';
import { login, logout, refresh, revokeSession } from '@berth/contracts/auth/operations';
import type { InputOf } from '@berth/contracts/define';
import type { LoginResult } from '@berth/contracts/auth/views';
import { may } from '@berth/contracts/permissions';
import { addMs } from '@berth/kernel/clock';
import { defined } from '@berth/kernel/defined';
import { nameKey } from '@berth/kernel/name-key';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import { Operation, type OpenCall, type Reply, type UserCall } from '@berth/service-host/operation';
import { WHY_UNREADABLE } from '@berth/service-host/vault';
import { AUTH_PLATFORM, type AuthPlatform } from '../auth.platform.js';
import { PasswordHasher } from '../password/password-hasher.js';
import { LoginThrottle } from '../password/login-throttle.js';
import { Callers } from '../user/callers.js';
import { People } from '../user/people.js';
import { isSessionValid, type Account } from '../user/user.js';
import { DeviceTokens, RefreshTokens } from './session-tokens.js';
import { LogIns, loginRefusal } from './log-ins.js';
import { LOG_IN_AGAIN, sessionStream, type EndCause, type LiveSession } from './session.decider.js';

/** The same refusal for a wrong password and an unknown name. */
const WRONG_CREDENTIALS = reject('UNAUTHENTICATED', 'the login or the password is wrong');

@Controller()
export class SessionController {
  constructor(
    @Inject(People) private readonly people: People,
    @Inject(Callers) private readonly callers: Callers,
    @Inject(LogIns) private readonly logIns: LogIns,
    @Inject(RefreshTokens) private readonly refreshTokens: RefreshTokens,
    @Inject(DeviceTokens) private readonly deviceTokens: DeviceTokens,
    @Inject(PasswordHasher) private readonly hasher: PasswordHasher,
    @Inject(LoginThrottle) private readonly throttle: LoginThrottle,
    @Inject(AUTH_PLATFORM) private readonly platform: AuthPlatform,
  ) {}

  @Operation(login)
  async login({
    input,
    meta,
    remoteAddress,
    userAgent,
  }: OpenCall<InputOf<typeof login>>): Reply<LoginResult> {
    const account = await this.people.findByLogin(input.login);
    const attempt = {
      account: account?.id,
      name: nameKey(input.login),
      network: remoteAddress,
      device: account && this.deviceTokens.read(input.deviceToken, account.id),
    };
    const tooMany = this.throttle.take(attempt);
    if (tooMany) return err(tooMany);
    const right = await this.hasher.verify(account && (await this.#verifierOf(account)), input.password);
    if (!account || !right) return err(WRONG_CREDENTIALS);
    this.throttle.succeeded(attempt);
    const client = input.client ?? userAgent;
    return this.logIns.start(account, meta, { client, device: attempt.device });
  }

  /** An unreadable verifier looks like a wrong password to the caller; the log and the list of users show the cause. */
  async #verifierOf(account: Account): Promise<string | undefined> {
    const opened = await this.platform.vault.tryOpen(account.verifier);
    if ('value' in opened) return String(opened.value);
    const { unreadable } = opened;
    const why = WHY_UNREADABLE[unreadable];
    this.platform.log.warn(
      { userId: account.id, unreadable },
      `a login was refused because the password cannot be verified: ${why}`,
    );
    return undefined;
  }

  @Operation(refresh)
  async refresh({ input, meta }: OpenCall<InputOf<typeof refresh>>): Reply<LoginResult> {
    const presented = this.refreshTokens.read(input.refreshToken);
    if (!presented) return err(LOG_IN_AGAIN);
    const { limits, sessions } = this.logIns;
    const stream = sessionStream(presented.sessionId);
    const { state: session } = await sessions.load(stream, { fresh: true });
    if (session.status !== 'live') return err(LOG_IN_AGAIN);
    const actor = { kind: 'user', id: session.userId } as const;
    const account = await this.people.find(session.userId);
    const over = endCauseOf(session, account);
    if (over) {
      await sessions.execute(stream, { type: 'endSession', cause: over }, { ...meta, actor });
      return err((account && loginRefusal(account)) ?? LOG_IN_AGAIN);
    }
    const traded = await sessions.execute(
      stream,
      {
        type: 'refreshSession',
        presented,
        successorHash: this.refreshTokens.issue(session.id, presented.generation + 1).hash,
        now: meta.now,
        expiresAt: addMs(meta.now, limits.idleMs),
        graceMs: limits.graceMs,
      },
      { ...meta, actor },
    );
    if (!traded.ok) return traded;
    const { state, position, events } = traded.value;
    if (events.some((event) => event.type === 'auth.session.ended.v1' && event.data.cause === 'reuse')) {
      this.platform.log.warn(
        { sessionId: session.id, userId: session.userId },
        'a used refresh token was used again: the session was ended',
      );
    }
    if (!account || state.status !== 'live' || state.generation !== presented.generation + 1) {
      return err(LOG_IN_AGAIN);
    }
    const result = await this.logIns.tokensFor(state, account);
    return ok({ result, ...defined({ position }) });
  }

  /** Ends the session of the refresh token given, else the caller's own. Whoever has none is logged out already. */
  @Operation(logout)
  async logout({ input, identity, meta }: OpenCall<InputOf<typeof logout>>): Reply<null> {
    const presented =
      input.refreshToken === undefined ? undefined : this.refreshTokens.read(input.refreshToken);
    const sessionId = presented?.sessionId ?? identity?.sessionId;
    if (sessionId === undefined) return ok({ result: null });
    const stream = sessionStream(sessionId);
    const { state: session } = await this.logIns.sessions.load(stream, { fresh: true });
    if (session.status !== 'live') return ok({ result: null });
    const actor = { kind: 'user', id: session.userId } as const;
    const ended = await this.logIns.sessions.execute(
      stream,
      { type: 'endSession', cause: 'logout' },
      { ...meta, actor },
    );
    if (!ended.ok) return ended;
    const { position } = ended.value;
    return ok({ result: null, ...defined({ position }) });
  }

  /** By the role that the caller has now. A session that has ended already is left as it is. */
  @Operation(revokeSession)
  async revoke({ input, identity, meta }: UserCall<InputOf<typeof revokeSession>>): Reply<null> {
    const { id, role } = await this.callers.active(identity);
    const ownerId = may({ ...identity, role }, 'administerAccounts') ? undefined : id;
    const revoked = await this.logIns.sessions.execute(
      sessionStream(input.sessionId),
      { type: 'revokeSession', by: id, ownerId },
      meta,
    );
    if (!revoked.ok) return revoked;
    const { position } = revoked.value;
    return ok({ result: null, ...defined({ position }) });
  }
}

/** Whether the session is invalid by a change of the account, even if its end is not recorded yet. */
function endCauseOf(session: LiveSession, account: Account | undefined): EndCause | undefined {
  if (!account) return 'deleted';
  if (account.status !== 'active') return 'suspended';
  return isSessionValid(account, session.id, session.passwordVersion) ? undefined : 'password';
}

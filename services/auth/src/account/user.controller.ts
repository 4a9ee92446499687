import { Controller, Inject } from '@nestjs/common';
import { changePassword, register, updateProfile } from '@berth/contracts/auth/operations';
import type { InputOf, ResultOf } from '@berth/contracts/define';
import type { UserView } from '@berth/contracts/auth/views';
import { defined } from '@berth/kernel/defined';
import { idFromName, uuidFromName } from '@berth/kernel/ids';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import {
  Operation,
  type Answer,
  type OpenCall,
  type Reply,
  type UserCall,
} from '@berth/service-host/operation';
import { AUTH_PLATFORM, type AuthPlatform } from '../auth.platform.js';
import { RegistrationThrottle, TAKEN, revealsOtherAccount } from '../user/registration-throttle.js';
import { LoginThrottle } from '../password/login-throttle.js';
import { PasswordHasher } from '../password/password-hasher.js';
import { passwordProblem } from '../password/password-rules.js';
import { NameIntents } from '../claim/name-intents.process-manager.js';
import { LogIns } from '../session/log-ins.js';
import { Callers } from '../user/callers.js';
import { People } from '../user/people.js';
import { ProfileUpdates, nameRefs, profileProblem, withChanges } from '../user/profile.js';
import { Registrations } from '../user/registrations.js';
import { userKey, userStream } from '../user/user.js';

const WRONG_PASSWORD = reject('FORBIDDEN', 'the current password is wrong', 'currentPassword');

/** Attempts with a session but without the password are counted separately from logins. */
const CHANGE = 'change';

@Controller()
export class UserController {
  constructor(
    @Inject(People) private readonly people: People,
    @Inject(Callers) private readonly callers: Callers,
    @Inject(Registrations) private readonly registrations: Registrations,
    @Inject(ProfileUpdates) private readonly profiles: ProfileUpdates,
    @Inject(NameIntents) private readonly intents: NameIntents,
    @Inject(LogIns) private readonly logIns: LogIns,
    @Inject(PasswordHasher) private readonly hasher: PasswordHasher,
    @Inject(LoginThrottle) private readonly throttle: LoginThrottle,
    @Inject(RegistrationThrottle) private readonly registrationThrottle: RegistrationThrottle,
    @Inject(AUTH_PLATFORM) private readonly platform: AuthPlatform,
  ) {}

  @Operation(register)
  async register({
    input,
    meta,
    remoteAddress,
    userAgent,
  }: OpenCall<InputOf<typeof register>>): Reply<ResultOf<typeof register>> {
    const { BERTH_REGISTRATION, BERTH_REQUIRED_PROFILE_FIELDS: requiredProfile } = this.platform.config;
    const status = BERTH_REGISTRATION === 'open' ? 'active' : 'awaitingActivation';
    const from = `network ${remoteAddress ?? 'unknown'}`;
    const tooMany = this.registrationThrottle.refusal(from);
    if (tooMany) return err(tooMany);
    const registered = await this.registrations.register(input, { status, requiredProfile }, meta);
    if (!registered.ok) {
      if (!revealsOtherAccount(registered.error)) return registered;
      this.registrationThrottle.countTaken(from);
      return err(TAKEN);
    }
    const { account, position } = registered.value;
    if (account.status === 'active') {
      const loginMeta = { ...meta, commandId: uuidFromName('log in', meta.commandId) };
      return this.logIns.start(account, loginMeta, { client: userAgent });
    }
    const result = { user: await this.people.view(account), awaitingActivation: true } as const;
    return ok({ result, ...defined({ position }) });
  }

  @Operation(updateProfile)
  async updateProfile({ input, identity, meta }: UserCall<InputOf<typeof updateProfile>>): Reply<UserView> {
    const account = await this.callers.active(identity);
    const before = await this.people.profileOf(account);
    const { username, email, profile } = input;
    const changes = { username: username?.normalize('NFKC'), email, ...profile };
    const problem = profileProblem(
      withChanges(before, changes),
      this.platform.config.BERTH_REQUIRED_PROFILE_FIELDS,
    );
    if (problem) return err(problem);
    const held: readonly (string | undefined)[] = Object.values(account.claims);
    const claims = nameRefs(this.platform.vault, changes).filter(({ id }) => !held.includes(id));
    const intentId = idFromName('intent', meta.commandId, meta.inputHash);
    const userId = account.id;
    const from = `user ${userId}`;
    const tooMany = claims.length === 0 ? undefined : this.registrationThrottle.refusal(from);
    if (tooMany) return err(tooMany);
    const done: Result<{ readonly position?: string | undefined } | false, Rejection> =
      claims.length === 0
        ? ok(await this.profiles.apply(userId, changes, meta))
        : await this.intents.begin({ purpose: 'profileChange', intentId, userId, claims, changes }, meta);
    if (!done.ok) {
      if (revealsOtherAccount(done.error)) this.registrationThrottle.countTaken(from);
      return done;
    }
    return this.#answer(userId, done.value === false ? undefined : done.value.position);
  }

  @Operation(changePassword)
  async changePassword({ input, identity, meta }: UserCall<InputOf<typeof changePassword>>): Reply<null> {
    const account = await this.callers.withSession(identity);
    const { memory, position: before } = await this.people.users.load(userStream(account.id));
    // A repeat must not be refused because the password has changed already.
    if (memory.find(meta.commandId)?.inputHash === meta.inputHash) return ok(answerOf(before));
    const attempt = { account: account.id, name: '', network: undefined, device: CHANGE };
    const tooMany = this.throttle.take(attempt);
    if (tooMany) return err(tooMany);
    const verifier = await this.people.verifierOf(account);
    const right = await this.hasher.verify(verifier, input.currentPassword);
    if (!right) return err(WRONG_PASSWORD);
    this.throttle.succeeded(attempt);
    const { username, email } = await this.people.profileOf(account);
    const weakness = await passwordProblem(input.newPassword, 'newPassword', [
      username,
      email,
      email.split('@')[0] ?? '',
    ]);
    if (weakness) return err(weakness);
    const changed = await this.people.users.execute(
      userStream(account.id),
      {
        type: 'changePassword',
        verifier: await this.platform.vault.seal(
          userKey(account.id),
          await this.hasher.hash(input.newPassword),
        ),
        keptSessionId: identity.sessionId,
        basedOn: account.passwordVersion,
      },
      meta,
    );
    if (!changed.ok) return changed;
    const { position } = changed.value;
    return ok(answerOf(position));
  }

  async #answer(userId: string, position: string | undefined): Promise<Result<Answer<UserView>, Rejection>> {
    const result = await this.people.view(await this.people.get(userId));
    return ok({ result, ...defined({ position }) });
  }
}

const answerOf = (position: string | undefined) => ({
  result: null,
  ...defined({ position }),
});

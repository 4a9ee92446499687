import { Controller, Inject } from '@nestjs/common';
import { activateUser, deleteUser, setRole, suspendUser } from '@berth/contracts/auth/operations';
import type { InputOf } from '@berth/contracts/define';
import type { UserView } from '@berth/contracts/auth/views';
import { defined } from '@berth/kernel/defined';
import { uuidFromName } from '@berth/kernel/ids';
import type { Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { CommandMeta } from '@berth/service-host/command-meta';
import {
  Operation,
  type Answer,
  type Identity,
  type Reply,
  type UserCall,
} from '@berth/service-host/operation';
import { Admins, type Changed } from '../roster/admins.process-manager.js';
import { Callers } from '../user/callers.js';
import { People } from '../user/people.js';
import { NO_SUCH_USER } from '../user/user.decider.js';
import { isAccount, userStream } from '../user/user.js';

/** What admins do with other people's accounts. */
@Controller()
export class AccountController {
  constructor(
    @Inject(People) private readonly people: People,
    @Inject(Callers) private readonly callers: Callers,
    @Inject(Admins) private readonly admins: Admins,
  ) {}

  @Operation(setRole)
  async setRole({ input, identity, meta }: UserCall<InputOf<typeof setRole>>): Reply<UserView> {
    await this.#admit(identity, meta);
    return this.#afterChange(
      await this.admins.change(input.userId, { kind: 'setRole', role: input.role }, meta),
      meta,
    );
  }

  @Operation(activateUser)
  async activate({ input, identity, meta }: UserCall<InputOf<typeof activateUser>>): Reply<UserView> {
    await this.#admit(identity, meta);
    const done = await this.people.users.execute(userStream(input.userId), { type: 'activateUser' }, meta);
    if (!done.ok) return done;
    const { state, position } = done.value;
    return this.#afterChange(ok({ account: isAccount(state) ? state : undefined, position }), meta);
  }

  @Operation(suspendUser)
  async suspend({ input, identity, meta }: UserCall<InputOf<typeof suspendUser>>): Reply<UserView> {
    await this.#admit(identity, meta);
    return this.#afterChange(
      await this.admins.change(input.userId, { kind: 'suspend', reason: input.reason }, meta),
      meta,
    );
  }

  @Operation(deleteUser)
  async delete({ input, identity, meta }: UserCall<InputOf<typeof deleteUser>>): Reply<null> {
    await this.#admit(identity, meta);
    const done = await this.admins.change(input.userId, { kind: 'delete' }, meta);
    if (!done.ok) return done;
    const { position } = done.value;
    return ok({ result: null, ...defined({ position }) });
  }

  /** The caller must be an active admin, and is added to the roster before another admin can leave it. */
  async #admit(identity: Identity, meta: CommandMeta): Promise<void> {
    const caller = await this.callers.withPermission(identity, 'administerAccounts');
    await this.admins.join(caller, { ...meta, commandId: uuidFromName('caller joins', meta.commandId) });
  }

  /** A new admin counts from now on, not from when the process manager gets to it. */
  async #afterChange(
    done: Result<Changed, Rejection>,
    meta: CommandMeta,
  ): Promise<Result<Answer<UserView>, Rejection>> {
    if (!done.ok) return done;
    const { account, position } = done.value;
    if (!account) return err(NO_SUCH_USER);
    await this.admins.join(account, { ...meta, commandId: uuidFromName('join', meta.commandId) });
    const result = await this.people.view(account);
    return ok({ result, ...defined({ position }) });
  }
}

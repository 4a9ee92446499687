import type { UserView } from '@berth/contracts/auth/views';
import { defined } from '@berth/kernel/defined';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { CommandMeta } from '@berth/service-host/command-meta';
import type { Answer } from '@berth/service-host/operation';
import type { Vault } from '@berth/service-host/vault';
import type { PasswordHasher } from '../password/password-hasher.js';
import { passwordProblem } from '../password/password-rules.js';
import type { People } from '../user/people.js';
import type { Registrations } from '../user/registrations.js';
import { isAccount, userKey, userStream } from '../user/user.js';

type Done = Promise<Result<Answer<UserView>, Rejection>>;

/** What the administrator of the machine may do: create an admin, or recover a locked-out one. */
export class AdminTasks {
  constructor(
    private readonly people: People,
    private readonly registrations: Registrations,
    private readonly hasher: PasswordHasher,
    private readonly vault: Vault,
  ) {}

  async create(
    input: { readonly username: string; readonly email: string; readonly password: string },
    meta: CommandMeta,
  ): Done {
    const admission = { role: 'admin', status: 'active', requiredProfile: [] } as const;
    const made = await this.registrations.register({ ...input, profile: {} }, admission, meta);
    if (!made.ok) return made;
    const { account, position } = made.value;
    return ok({ result: await this.people.view(account), ...defined({ position }) });
  }

  /** The account becomes an active admin with a new password, whatever it was; its sessions end. */
  async recover(input: { readonly login: string; readonly password: string }, meta: CommandMeta): Done {
    const account = await this.people.findByLogin(input.login);
    if (!account)
      return err(reject('NOT_FOUND', 'there is no account with this user name or e-mail address', 'login'));
    const weakness = await passwordProblem(input.password, 'password', [input.login]);
    if (weakness) return err(weakness);
    const verifier = await this.vault.seal(userKey(account.id), await this.hasher.hash(input.password));
    const done = await this.people.users.execute(
      userStream(account.id),
      { type: 'recoverAdmin', verifier },
      meta,
    );
    if (!done.ok) return done;
    const { state, position } = done.value;
    if (!isAccount(state)) throw new Error(`account ${account.id} is ${state.status} after its recovery`);
    return ok({ result: await this.people.view(state), ...defined({ position }) });
  }
}

import type { Role } from '@berth/contracts/auth/roles';
import { defined } from '@berth/kernel/defined';
import { idFromName } from '@berth/kernel/ids';
import type { Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Position } from '@berth/event-store';
import type { CommandMeta } from '@berth/service-host/command-meta';
import type { Vault } from '@berth/service-host/vault';
import { normalName } from '../claim/claim-names.js';
import type { PasswordHasher } from '../password/password-hasher.js';
import { passwordProblem } from '../password/password-rules.js';
import type { NameIntents } from '../claim/name-intents.process-manager.js';
import type { People } from './people.js';
import { nameRefs, profileProblem, withChanges, type ProfileChanges } from './profile.js';
import type { Account } from './user.js';

export interface Applicant {
  readonly username: string;
  readonly email: string;
  readonly password: string;
  readonly profile: ProfileChanges;
}

/** How the account begins: as an admin by command, or as whoever registers may. */
export interface Admission {
  readonly role?: Role;
  readonly status: 'active' | 'awaitingActivation';
  readonly requiredProfile: readonly string[];
}

export interface Registered {
  readonly account: Account;
  readonly position?: Position | undefined;
}

/** Creates accounts. */
export class Registrations {
  constructor(
    private readonly people: People,
    private readonly intents: NameIntents,
    private readonly hasher: PasswordHasher,
    private readonly vault: Vault,
  ) {}

  async register(
    { username, email, password, profile: fields }: Applicant,
    { role, status, requiredProfile }: Admission,
    meta: CommandMeta,
  ): Promise<Result<Registered, Rejection>> {
    const profile = withChanges({ username: username.normalize('NFKC'), email }, fields);
    const problem =
      profileProblem(profile, requiredProfile) ??
      (await passwordProblem(password, 'password', [username, email, email.split('@')[0] ?? '']));
    if (problem) return err(problem);

    // Includes the name: idempotency keys of anonymous callers share one namespace.
    const userId = idFromName('user', meta.commandId, normalName('username', username));
    const own = { ...meta, actor: role === undefined ? ({ kind: 'user', id: userId } as const) : meta.actor };
    const stands = await this.intents.begin(
      {
        purpose: 'registration',
        intentId: idFromName('intent', meta.commandId, meta.inputHash),
        userId,
        claims: [...nameRefs(this.vault, profile)],
        ...defined({ role }),
        status,
        profile,
        verifier: await this.hasher.hash(password),
      },
      own,
    );
    if (!stands.ok) return stands;
    return ok({ account: await this.people.get(userId), position: stands.value.position });
  }
}

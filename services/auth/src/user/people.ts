import type { SealedValue } from '@berth/contracts/fields';
import type { UserView } from '@berth/contracts/auth/views';
import type { EventStore } from '@berth/event-store';
import { RejectedError } from '@berth/kernel/rejection';
import { LruCache } from '@berth/service-host/lru-cache';
import type { Vault } from '@berth/service-host/vault';
import { claimRef, claimStream } from '../claim/claim-names.js';
import type { Claims } from '../claim/claims.js';
import { storedProfile, type StoredProfile } from '../processes/intent.js';
import { NO_SUCH_USER } from './user.decider.js';
import { isAccount, userStream, type Account } from './user.js';
import type { Users } from './users.js';

/** Accounts as the event store has them now, whichever copy of the service changed them last. */
export class People {
  private readonly registeredAt = new LruCache<string>(10_000);

  constructor(
    private readonly store: EventStore,
    readonly users: Users,
    private readonly claims: Claims,
    private readonly vault: Vault,
  ) {}

  async find(userId: string): Promise<Account | undefined> {
    const { state } = await this.users.load(userStream(userId), { fresh: true });
    return isAccount(state) ? state : undefined;
  }

  /** @throws RejectedError with `NOT_FOUND` */
  async get(userId: string): Promise<Account> {
    const account = await this.find(userId);
    if (!account) throw new RejectedError(NO_SUCH_USER);
    return account;
  }

  /** By user name or e-mail address. */
  async findByLogin(login: string): Promise<Account | undefined> {
    const { id } = claimRef(this.vault, login.includes('@') ? 'email' : 'username', login);
    const { state } = await this.claims.load(claimStream(id), { fresh: true });
    return state.status === 'free' ? undefined : this.find(state.ownerId);
  }

  /** Undefined where the person has been erased. */
  async openProfile(sealed: SealedValue): Promise<StoredProfile | undefined> {
    const opened = await this.vault.open(sealed);
    return opened === undefined ? undefined : storedProfile.parse(opened);
  }

  /** The account with all that only its owner and those in charge may see. */
  async view(account: Account): Promise<UserView> {
    const profile = await this.openProfile(account.profile);
    return toUserView(
      { role: account.role, status: account.status, createdAt: await this.createdAt(account.id) },
      account.id,
      profile,
    );
  }

  private async createdAt(userId: string): Promise<string> {
    const known = this.registeredAt.get(userId);
    if (known !== undefined) return known;
    const [first] = await this.store.read(userStream(userId), { limit: 1 });
    if (!first) throw new Error(`user ${userId} has no events`);
    this.registeredAt.set(userId, first.recordedAt);
    return first.recordedAt;
  }
}

/** Stands in for the name of a person who was erased. */
const ERASED_NAME = 'deleted user';

export function toUserView(
  account: Pick<UserView, 'role' | 'status' | 'createdAt'>,
  id: string,
  profile: StoredProfile | undefined,
): UserView {
  if (!profile) return { id, username: ERASED_NAME, ...account };
  const { username, email, ...rest } = profile;
  return { id, username, email, ...account, profile: rest };
}

/** What everybody may see. */
export const publicView = ({ id, username, createdAt }: UserView): UserView => ({ id, username, createdAt });

import type { SealedValue } from '@berth/contracts/fields';
import type { PersonalDataState, UserView } from '@berth/contracts/auth/views';
import type { EventStore } from '@berth/event-store';
import { reject, RejectedError, type Rejection } from '@berth/kernel/rejection';
import { LruCache } from '@berth/kernel/lru-cache';
import { WHY_UNREADABLE, type Unreadable, type Vault } from '@berth/service-host/vault';
import { claimRef, claimStream } from '../claim/claim-names.js';
import type { Claims, Users } from '../aggregates.js';
import { storedProfile, type StoredProfile } from '../claim/intent.js';
import { NO_SUCH_USER } from './user.decider.js';
import { isAccount, userStream, type Account } from './user.js';

export type OpenedProfile = { readonly profile: StoredProfile } | { readonly unreadable: Unreadable };

/** Current accounts from the event store, including changes by other instances of the service. */
export class People {
  readonly #registeredAt = new LruCache<string>(10_000);

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

  async openProfile(sealed: SealedValue): Promise<OpenedProfile> {
    const opened = await this.vault.tryOpen(sealed);
    return 'value' in opened ? { profile: storedProfile.parse(opened.value) } : opened;
  }

  /** @throws RejectedError with `INVALID_STATE` where it can't be read, or `NOT_FOUND` where the person was erased */
  async profileOf(account: Account): Promise<StoredProfile> {
    const opened = await this.openProfile(account.profile);
    if ('profile' in opened) return opened.profile;
    throw new RejectedError(refusalOf(opened.unreadable));
  }

  /**
   * What a password is checked against.
   * @throws RejectedError where it can't be read
   */
  async verifierOf(account: Account): Promise<string> {
    const opened = await this.vault.tryOpen(account.verifier);
    if ('value' in opened) return String(opened.value);
    throw new RejectedError(refusalOf(opened.unreadable));
  }

  /** The full account, for its owner, admins, operators and auditors. */
  async view(account: Account): Promise<UserView> {
    const opened = await this.openProfile(account.profile);
    return toUserView(
      { role: account.role, status: account.status, createdAt: await this.#createdAt(account.id) },
      account.id,
      opened,
    );
  }

  async #createdAt(userId: string): Promise<string> {
    const known = this.#registeredAt.get(userId);
    if (known !== undefined) return known;
    const [first] = await this.store.read(userStream(userId), { limit: 1 });
    if (!first) throw new Error(`user ${userId} has no events`);
    this.#registeredAt.set(userId, first.recordedAt);
    return first.recordedAt;
  }
}

/** Placeholders for the name of an erased person and for a name that cannot be decrypted. */
const ERASED_NAME = 'deleted user';
const UNREADABLE_NAME = 'unreadable user';
const STATES: { readonly [why in Unreadable]: PersonalDataState } = {
  keyErased: 'erased',
  keyLost: 'keyLost',
  keyDamaged: 'keyDamaged',
  valueDamaged: 'damaged',
};

function refusalOf(why: Unreadable): Rejection {
  if (why === 'keyErased') return NO_SUCH_USER;
  return reject(
    'INVALID_STATE',
    `the personal data of this account cannot be read: ${WHY_UNREADABLE[why]}`,
    undefined,
    {
      personalData: STATES[why],
    },
  );
}

/** A deleted account is erased, also where its key went before erasures were remembered. */
export function toUserView(
  account: Pick<UserView, 'role' | 'status' | 'createdAt'>,
  id: string,
  opened: OpenedProfile,
): UserView {
  if ('profile' in opened) {
    const { username, email, ...rest } = opened.profile;
    return { id, username, personalData: 'readable', email, ...account, profile: rest };
  }
  const personalData = account.status === 'deleted' ? 'erased' : STATES[opened.unreadable];
  return {
    id,
    username: personalData === 'erased' ? ERASED_NAME : UNREADABLE_NAME,
    personalData,
    ...account,
  };
}

/** What every user may see. */
export const publicView = ({ id, username, personalData, createdAt }: UserView): UserView => ({
  id,
  username,
  personalData,
  createdAt,
});

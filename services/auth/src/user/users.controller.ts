import { Controller, Inject } from '@nestjs/common';
import { usersByIdQuery, usersQuery, viewerQuery } from '@berth/contracts/auth/operations';
import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import type { UserView } from '@berth/contracts/auth/views';
import { may, rolesWith } from '@berth/contracts/permissions';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { Collection, Condition, StoredDocument } from '@berth/read-models';
import { between } from '@berth/read-models/between';
import { equalTo } from '@berth/read-models/equal-to';
import { Operation, type Identity, type Reply, type UserCall } from '@berth/service-host/operation';
import { queryPage, type PageRequest } from '@berth/service-host/paging';
import { searchPage } from '@berth/service-host/search-page';
import { AUTH_PLATFORM, type AuthPlatform } from '../auth.platform.js';
import { People, publicView, toUserView } from './people.js';
import { usersView, type UserDocument } from './users.view.js';

/** Of the time that a page of a search takes. */
const MAX_SEARCH_MS = 1_000;
const PRESENT = ['active', 'awaitingActivation', 'suspended'];
const READ_ALL_ONLY = (field: string) =>
  reject('FORBIDDEN', `${field}: requires one of these roles: ${rolesWith('readAll')}`, field);

interface Wanted {
  readonly [field: string]: Condition | undefined;
  readonly status: Condition;
}

@Controller()
export class UserQueryController {
  readonly #users: Collection<UserDocument>;

  constructor(
    @Inject(AUTH_PLATFORM) private readonly platform: AuthPlatform,
    @Inject(People) private readonly people: People,
  ) {
    this.#users = platform.readModels.collection(usersView.collection);
  }

  @Operation(viewerQuery)
  async viewer({ identity }: UserCall<InputOf<typeof viewerQuery>>): Reply<UserView> {
    return ok({ result: await this.people.view(await this.people.get(identity.userId)) });
  }

  /** Admins, operators and auditors see all accounts; others find active users by their user name. */
  @Operation(usersQuery)
  async list({ input, identity }: UserCall<InputOf<typeof usersQuery>>): Reply<PageOf<UserView>> {
    const { search, role, status, sort, createdFrom, createdUntil, ...page } = input;
    const canReadAll = may(identity, 'readAll');
    if (!canReadAll && role !== undefined) return err(READ_ALL_ONLY('role'));
    if (!canReadAll && status !== undefined) return err(READ_ALL_ONLY('status'));
    const where: Wanted = {
      status: status !== undefined ? { eq: status } : canReadAll ? { in: PRESENT } : { eq: 'active' },
      ...equalTo({ role }),
      ...between('createdAt', createdFrom, createdUntil),
    };
    const direction = sort === 'newest' ? ('desc' as const) : ('asc' as const);
    const source = { where, sort: [{ field: 'createdAt', direction }] };
    const see = async (stored: StoredDocument<UserDocument>) =>
      this.#seenBy(identity, await this.#open(stored));
    const wanted = search?.normalize('NFKC').trim().toLowerCase();
    if (!wanted) return ok({ result: await queryPage(this.#users, source, page, see) });
    const matching = async (stored: StoredDocument<UserDocument>) => {
      const seen = await see(stored);
      return searchable(seen).some((text) => text.toLowerCase().includes(wanted)) ? seen : undefined;
    };
    const bounds = { documents: this.platform.config.BERTH_MAX_SEARCHED_ACCOUNTS, ms: MAX_SEARCH_MS };
    const found = await searchPage(this.#users, source, page, matching, bounds);
    return ok({ result: await this.#withExact(identity, found, where, wanted, page) });
  }

  /** Who is called exactly so is found in the first page, however many accounts were not read. */
  async #withExact(
    identity: Identity,
    found: PageOf<UserView>,
    where: Wanted,
    login: string,
    { after, before, last }: PageRequest,
  ): Promise<PageOf<UserView>> {
    const { endCursor: cursor } = found;
    if (cursor === undefined || after !== undefined || before !== undefined || last !== undefined)
      return found;
    if (login.includes('@') && !may(identity, 'readAll')) return found;
    const account = await this.people.findByLogin(login);
    if (!account || found.items.some(({ node }) => node.id === account.id)) return found;
    const { status, role } = where;
    if (role !== undefined && role.eq !== account.role) return found;
    if (account.status !== status.eq && !status.in?.includes(account.status)) return found;
    const node = this.#seenBy(identity, await this.people.view(account));
    return { ...found, items: [...found.items, { cursor, node }] };
  }

  /** In the order of the ids; unknown ids are omitted. */
  @Operation(usersByIdQuery)
  async usersById({ input, identity }: UserCall<InputOf<typeof usersByIdQuery>>): Reply<readonly UserView[]> {
    const found = new Map((await this.#users.getMany(input.ids)).map((stored) => [stored.id, stored]));
    const views = input.ids.flatMap((id) => found.get(id) ?? []).map((stored) => this.#open(stored));
    return ok({ result: (await Promise.all(views)).map((view) => this.#seenBy(identity, view)) });
  }

  async #open({ id, document }: StoredDocument<UserDocument>): Promise<UserView> {
    const { profile, role, status, createdAt } = document;
    return toUserView(
      { role, status, createdAt },
      id,
      profile ? await this.people.openProfile(profile) : { unreadable: 'keyErased' },
    );
  }

  #seenBy(identity: Identity, view: UserView): UserView {
    return may(identity, 'readAll') || identity.userId === view.id ? view : publicView(view);
  }
}

/** Placeholders for names cannot be searched. */
function searchable({ username, personalData, email = '', profile }: UserView): readonly string[] {
  if (personalData !== 'readable') return [];
  const name = [profile?.givenName, profile?.familyName].filter(Boolean).join(' ');
  return [username, email, name, profile?.organisation ?? '', profile?.lab ?? ''];
}

import { Controller, Inject } from '@nestjs/common';
import { sessionsQuery } from '@berth/contracts/auth/operations';
import type { SessionView } from '@berth/contracts/auth/views';
import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import { may, rolesWith } from '@berth/contracts/permissions';
import { defined } from '@berth/kernel/defined';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { Collection, StoredDocument } from '@berth/read-models';
import { Operation, type Identity, type Reply, type UserCall } from '@berth/service-host/operation';
import { searchPage } from '@berth/service-host/search-page';
import { AUTH_PLATFORM, type AuthPlatform } from '../auth.platform.js';
import { Callers } from '../user/callers.js';
import { sessionsView, type SessionDocument } from './sessions.view.js';

const OTHERS = reject(
  'FORBIDDEN',
  `userId: sessions of others are shown to these roles: ${rolesWith('administerAccounts')}`,
  'userId',
);

@Controller()
export class SessionQueryController {
  readonly #live: Collection<SessionDocument>;

  constructor(
    @Inject(AUTH_PLATFORM) private readonly platform: AuthPlatform,
    @Inject(Callers) private readonly callers: Callers,
  ) {
    this.#live = platform.readModels.collection(sessionsView.collection);
  }

  /** Those that are good the longest come first, which are those used last. Expired ones are left out. */
  @Operation(sessionsQuery)
  async list({ input, identity }: UserCall<InputOf<typeof sessionsQuery>>): Reply<PageOf<SessionView>> {
    const { userId = identity.userId, ...page } = input;
    const { role } = await this.callers.active(identity);
    if (userId !== identity.userId && !may({ ...identity, role }, 'administerAccounts')) return err(OTHERS);
    const sort = [{ field: 'expiresAt', direction: 'desc' as const }];
    const now = this.platform.clock.now();
    const good = async (stored: StoredDocument<SessionDocument>) =>
      stored.document.expiresAt > now ? this.#view(identity, stored) : undefined;
    return ok({
      result: await searchPage(this.#live, { where: { userId: { eq: userId } }, sort }, page, good),
    });
  }

  async #view(
    { sessionId }: Identity,
    { id, document }: StoredDocument<SessionDocument>,
  ): Promise<SessionView> {
    const { clientName, ...view } = document;
    const client = await this.#opened(clientName);
    return { id, ...view, current: id === sessionId, ...defined({ client }) };
  }

  async #opened(name: SessionDocument['clientName']): Promise<string | undefined> {
    if (name === null || typeof name === 'string') return name ?? undefined;
    const opened = await this.platform.vault.tryOpen(name);
    return 'value' in opened ? String(opened.value) : undefined;
  }
}

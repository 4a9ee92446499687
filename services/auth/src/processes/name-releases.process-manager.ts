import type { NameClaims, UserEvent } from '@berth/contracts/auth/events';
import { type EventStore, readAs, type RecordedEvent } from '@berth/event-store';
import type { Clock } from '@berth/kernel/clock';
import { causedBy } from '@berth/service-host/command-meta';
import type { ProcessManager } from '@berth/service-host/process-manager';
import { claimStream } from '../claim/claim-names.js';
import type { Claims, Users } from '../aggregates.js';
import { evolveUser, noUser, userStream, type User } from '../user/user.js';

const PROCESS = 'nameReleases';

/** Releases names that a user has replaced, unless they were claimed again since, possibly by the same user. */
export class NameReleases implements ProcessManager {
  readonly name = PROCESS;
  readonly startsAt = 'beginning';
  readonly types = ['auth.user.profileUpdated.v1'];

  constructor(
    private readonly store: EventStore,
    private readonly users: Users,
    private readonly claims: Claims,
    private readonly clock: Clock,
  ) {}

  async handle(event: RecordedEvent): Promise<void> {
    const { userId } = event.data as { readonly userId: string };
    const before = idsOf(await this.#claimsBefore(event));
    const { state } = await this.users.load(userStream(userId), { fresh: true });
    const now = idsOf(state.status === 'none' ? undefined : state.claims);
    for (const id of before.filter((each) => !now.includes(each))) {
      const claim = await this.claims.load(claimStream(id), { fresh: true });
      if (claim.position === undefined || claim.position > event.position) continue;
      const meta = causedBy(PROCESS, event, 'auth.claim.release.v1', this.clock.now(), id);
      await this.claims.execute(claimStream(id), { type: 'releaseClaim', ownerId: userId }, meta);
    }
  }

  async #claimsBefore({ stream, revision }: RecordedEvent): Promise<NameClaims | undefined> {
    let state: User = noUser;
    for (const event of await this.store.read(stream, { limit: revision })) {
      state = evolveUser(state, readAs<UserEvent>(event));
    }
    return state.status === 'none' ? undefined : state.claims;
  }
}

const idsOf = (claims: NameClaims | undefined): readonly string[] =>
  Object.values(claims ?? {}).filter((id) => id !== '');

import { RetryLaterError } from '@berth/bus/transient';
import type { NameClaims } from '@berth/contracts/auth/events';
import type { Position, RecordedEvent } from '@berth/event-store';
import type { Clock } from '@berth/kernel/clock';
import type { Collection, ReadModels } from '@berth/read-models';
import { causedBy } from '@berth/service-host/command-meta';
import type { ProcessManager } from '@berth/service-host/process-manager';
import type { Vault } from '@berth/service-host/vault';
import type { ApiTokens, Claims, Projects, Users } from '../aggregates.js';
import { apiTokenStream } from '../api-token/api-token.decider.js';
import { claimStream } from '../claim/claim-names.js';
import { projectStream } from '../project/project.decider.js';
import { userKey, userStream } from '../user/user.js';
import { apiTokensView, type ApiTokenDocument } from '../api-token/api-tokens.view.js';
import { membershipsView, type MembershipDocument } from '../project/memberships.view.js';

const PROCESS = 'accountDeletion';
const VIEW_TIMEOUT_MS = 10_000;
const MAX_PAGE = 1000;

/** After the deletion of an account: leaves its projects, revokes its tokens, releases its names, erases its key. */
export class AccountDeletion implements ProcessManager {
  readonly name = PROCESS;
  readonly startsAt = 'beginning';
  readonly types = ['auth.user.deleted.v1'];
  readonly #memberships: Collection<MembershipDocument>;
  readonly #tokenViews: Collection<ApiTokenDocument>;

  constructor(
    private readonly users: Users,
    private readonly claims: Claims,
    private readonly projects: Projects,
    private readonly tokens: ApiTokens,
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly waitForViews: (position: Position, timeoutMs: number) => Promise<boolean>,
    readModels: ReadModels,
  ) {
    this.#memberships = readModels.collection(membershipsView.collection);
    this.#tokenViews = readModels.collection(apiTokensView.collection);
  }

  async handle(event: RecordedEvent): Promise<void> {
    const { userId } = event.data as { readonly userId: string };
    if (!(await this.waitForViews(event.position, VIEW_TIMEOUT_MS)))
      throw new RetryLaterError('views are behind');
    const meta = (command: string, part: string) => causedBy(PROCESS, event, command, this.clock.now(), part);

    const ofUser = { where: { userId: { eq: userId } }, limit: MAX_PAGE };
    for (const { document } of (await this.#memberships.query(ofUser)).items) {
      const stream = projectStream(document.projectId);
      const remove = { type: 'removeMember', userId, by: { manager: true } } as const;
      await this.projects.execute(stream, remove, meta('auth.project.removeMember.v1', stream));
    }
    for (const { id } of (await this.#tokenViews.query(ofUser)).items) {
      const stream = apiTokenStream(id);
      await this.tokens.execute(stream, { type: 'revokeApiToken' }, meta('auth.apiToken.revoke.v1', stream));
    }
    const { state } = await this.users.load(userStream(userId), { fresh: true });
    if (state.status !== 'deleted') throw new Error(`user ${userId} was deleted but is ${state.status}`);
    for (const id of Object.values<string>(state.claims satisfies NameClaims).filter((each) => each !== '')) {
      const release = { type: 'releaseClaim', ownerId: userId } as const;
      await this.claims.execute(claimStream(id), release, meta('auth.claim.release.v1', id));
    }
    await this.vault.erase(userKey(userId));
  }
}

import type { RecordedEvent } from '@berth/event-store';
import { assertNever } from '@berth/kernel/assert-never';
import type { Clock } from '@berth/kernel/clock';
import { RejectedError } from '@berth/kernel/rejection';
import type { Vault } from '@berth/service-host/vault';
import { claimStream, firstUserClaim } from '../claim/claim-names.js';
import { isHeldBy } from '../claim/claim.decider.js';
import type { Claims, Projects } from '../aggregates.js';
import { projectStream } from '../project/project.decider.js';
import type { People } from '../user/people.js';
import { type ProfileUpdates, toNameClaims } from '../user/profile.js';
import { userKey, userStream } from '../user/user.js';
import {
  continuationMeta,
  type Intent,
  type ProfileChange,
  type ProjectCreation,
  type Registration,
} from '../claim/intent.js';
import type { IntentResult } from '../claim/name-intents.process-manager.js';

const PROCESS = 'intentExecutor';

/** Executes an intent once its names are claimed: creates the account or project, or changes the profile. */
export class IntentExecutor {
  constructor(
    private readonly people: People,
    private readonly profiles: ProfileUpdates,
    private readonly claims: Claims,
    private readonly projects: Projects,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  async executeIntent(wanted: Intent, cause: RecordedEvent): Promise<IntentResult> {
    switch (wanted.purpose) {
      case 'registration':
        return this.#register(wanted, cause);
      case 'profileChange':
        return this.#changeProfile(wanted, cause);
      case 'projectCreation':
        return this.#createProject(wanted, cause);
      default:
        return assertNever(wanted);
    }
  }

  async #register(wanted: Registration, cause: RecordedEvent): Promise<IntentResult> {
    const { userId } = wanted;
    const claims = toNameClaims(wanted.claims);
    const stream = userStream(userId);
    const before = await this.people.users.load(stream, { fresh: true });
    if (before.state.status !== 'none') return { position: before.position };

    const isFirst = await this.#claimFirst(wanted, cause);
    const registered = await this.people.users.execute(
      stream,
      {
        type: 'registerUser',
        userId,
        role: wanted.role ?? (isFirst ? 'admin' : 'member'),
        status: isFirst ? 'active' : wanted.status,
        profile: await this.vault.seal(userKey(userId), wanted.profile),
        verifier: await this.vault.seal(userKey(userId), wanted.verifier),
        claims,
      },
      this.#meta(cause, 'register'),
      { expectNew: true },
    );
    if (!registered.ok) throw new RejectedError(registered.error);
    return { position: registered.value.position };
  }

  /** Only a completed registration may claim it, so that it never has to be released. */
  async #claimFirst({ userId, intentId }: Registration, cause: RecordedEvent): Promise<boolean> {
    const { kind, id } = firstUserClaim(this.vault);
    const claimed = async () => (await this.claims.load(claimStream(id), { fresh: true })).state;
    if ((await claimed()).status === 'free') {
      const command = { type: 'makeClaim', kind, ownerId: userId, intentId } as const;
      await this.claims.execute(claimStream(id), command, this.#meta(cause, 'first user'));
    }
    if (!isHeldBy(await claimed(), intentId)) return false;
    await this.claims.execute(
      claimStream(id),
      { type: 'completeClaim', intentId },
      this.#meta(cause, 'first user stays'),
    );
    return true;
  }

  async #changeProfile(wanted: ProfileChange, cause: RecordedEvent): Promise<IntentResult> {
    const account = await this.people.find(wanted.userId);
    if (!account) return false;
    const held: readonly (string | undefined)[] = Object.values(account.claims);
    if (wanted.claims.every(({ id }) => held.includes(id))) return {};
    return this.profiles.apply(wanted.userId, wanted.changes, this.#meta(cause, 'change profile'));
  }

  async #createProject(wanted: ProjectCreation, cause: RecordedEvent): Promise<IntentResult> {
    const { projectId, name, description, leadId } = wanted;
    const created = await this.projects.execute(
      projectStream(projectId),
      { type: 'createProject', projectId, name, description, leadId },
      this.#meta(cause, 'create project'),
      { expectNew: true },
    );
    if (!created.ok) throw new RejectedError(created.error);
    return { position: created.value.position };
  }

  #meta(cause: RecordedEvent, step: string) {
    return continuationMeta(PROCESS, cause, this.clock.now(), step);
  }
}

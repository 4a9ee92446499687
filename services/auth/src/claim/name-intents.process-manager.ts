import { RetryLaterError } from '@berth/bus/transient';
import type { ClaimEvent, ClaimKind } from '@berth/contracts/auth/events';
import type { EventStore, Position, RecordedEvent } from '@berth/event-store';
import type { SealedValue } from '@berth/contracts/fields';
import type { Clock } from '@berth/kernel/clock';
import { newId } from '@berth/kernel/ids';
import type { JsonValue } from '@berth/kernel/json';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { CommandMeta } from '@berth/service-host/command-meta';
import type { Logger } from '@berth/service-host/log';
import type { ProcessManager } from '@berth/service-host/process-manager';
import { WHY_UNREADABLE, type Vault } from '@berth/service-host/vault';
import { claimStream } from './claim-names.js';
import { isHeldBy, type Claim, type ClaimCommand, nameTaken } from './claim.decider.js';
import type { Claims } from '../aggregates.js';
import { continuationMeta, intent, ownerOf, sealedUnder, type Intent } from './intent.js';

/** `false`: the account no longer exists. */
export type IntentResult = { readonly position?: Position | undefined } | false;

/** Executes the intent; idempotent. */
export type ExecuteIntent = (wanted: Intent, cause: RecordedEvent) => Promise<IntentResult>;

type Outcome = Result<{ readonly position?: Position | undefined }, Rejection>;

const PROCESS = 'nameIntents';
const MADE = 'auth.claim.made.v1';

/**
 * Executes what needs unique names. The first claim's event holds the whole intent; then the other names are claimed;
 * then the first claim is completed, which commits the intent, or abandoned; then the intent is executed; at
 * last its key is erased. Each step can be repeated, so after a crash at any point the next process brings the
 * intent to completion or refusal.
 */
export class NameIntents implements ProcessManager {
  readonly name = PROCESS;
  readonly startsAt = 'beginning';
  readonly types = [MADE];
  /** Prevents the caller and the process manager from working on one intent concurrently. */
  readonly #underWay = new Map<string, Promise<Outcome>>();

  constructor(
    private readonly store: EventStore,
    private readonly claims: Claims,
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly executeIntent: ExecuteIntent,
    private readonly log: Logger,
  ) {}

  async begin(wanted: Intent, meta: CommandMeta): Promise<Outcome> {
    const { kind, id } = primaryClaim(wanted);
    const { intentId } = wanted;
    await this.#claimOf(id);
    // a key of its own for each try: what was refused may be tried again, and nothing is sealed under an erased key
    const keyId = `${sealedUnder(wanted)}.${newId()}`;
    const sealed = await this.vault.seal(keyId, wanted as JsonValue);
    const made = await this.claims.execute(
      claimStream(id),
      { type: 'makeClaim', kind, ownerId: ownerOf(wanted), intentId, intent: sealed },
      meta,
    );
    const event = made.ok ? await this.#madeEvent(claimStream(id), meta.commandId) : undefined;
    if (keyIdIn(event) !== keyId) await this.vault.erase(keyId);
    return event ? this.#resume(wanted, event) : made;
  }

  async handle(event: RecordedEvent): Promise<void> {
    const { data } = event as RecordedEvent & Extract<ClaimEvent, { type: typeof MADE }>;
    if (data.intent === undefined) return;
    const opened = await this.vault.tryOpen(data.intent);
    if ('value' in opened) return void (await this.#resume(intent.parse(opened.value), event));
    if (opened.unreadable === 'keyErased') return;
    const why = WHY_UNREADABLE[opened.unreadable];
    this.log.warn(
      { stream: event.stream },
      `the change that a name was claimed for cannot be completed: ${why}`,
    );
  }

  #resume(wanted: Intent, cause: RecordedEvent): Promise<Outcome> {
    const working = this.#underWay.get(wanted.intentId);
    if (working) return working;
    const work = this.#complete(wanted, cause).finally(() => this.#underWay.delete(wanted.intentId));
    this.#underWay.set(wanted.intentId, work);
    return work;
  }

  async #complete(wanted: Intent, cause: RecordedEvent): Promise<Outcome> {
    const taken = await this.#decideOutcome(wanted, cause);
    const outcome =
      taken === undefined
        ? await this.#afterSuccess(wanted, cause)
        : await this.#afterRefusal(wanted, cause, taken);
    const keyId = keyIdIn(cause);
    if (keyId !== undefined) await this.vault.erase(keyId);
    return outcome;
  }

  /** Commits or abandons the intent; returns the name that was taken, if abandoned. */
  async #decideOutcome(wanted: Intent, cause: RecordedEvent): Promise<ClaimKind | undefined> {
    const { intentId } = wanted;
    const deciding = primaryClaim(wanted);
    const before = await this.#claimOf(deciding.id);
    if (before.status === 'held' && before.intentId === intentId) {
      const taken = await this.#claimOthers(wanted, cause);
      await this.#step(
        deciding.id,
        taken === undefined ? { type: 'completeClaim', intentId } : { type: 'abandonClaim', intentId, taken },
        cause,
      );
    }
    const settled = await this.#claimOf(deciding.id);
    if (!isHeldBy(settled, intentId)) return abandonedFor(settled, intentId) ?? deciding.kind;
    if (settled.status === 'completed') return undefined;
    throw new RetryLaterError(`intent ${intentId} could not be completed`);
  }

  async #claimOthers(wanted: Intent, cause: RecordedEvent): Promise<ClaimKind | undefined> {
    const { intentId } = wanted;
    for (const { kind, id } of otherClaims(wanted)) {
      await this.#claimOf(id);
      await this.#step(id, { type: 'makeClaim', kind, ownerId: ownerOf(wanted), intentId }, cause);
      if (!isHeldBy(await this.#claimOf(id), intentId)) return kind;
    }
    return undefined;
  }

  async #afterRefusal(wanted: Intent, cause: RecordedEvent, taken: ClaimKind): Promise<Outcome> {
    const { intentId } = wanted;
    for (const { id } of otherClaims(wanted)) await this.#step(id, { type: 'abandonClaim', intentId }, cause);
    return err(nameTaken(taken));
  }

  async #afterSuccess(wanted: Intent, cause: RecordedEvent): Promise<Outcome> {
    const { intentId } = wanted;
    for (const { id } of otherClaims(wanted))
      await this.#step(id, { type: 'completeClaim', intentId }, cause);
    const executed = await this.executeIntent(wanted, cause);
    if (executed) return ok(executed);
    for (const { id } of wanted.claims) {
      await this.#step(id, { type: 'releaseClaim', ownerId: ownerOf(wanted) }, cause);
    }
    return err(reject('NOT_FOUND', 'the account was deleted'));
  }

  /** A refusal of a step is not an error: where it matters, the state of the claim is checked afterwards. */
  async #step(id: string, command: ClaimCommand, cause: RecordedEvent): Promise<void> {
    const meta = continuationMeta(PROCESS, cause, this.clock.now(), `${command.type} ${id}`);
    await this.claims.execute(claimStream(id), command, meta);
  }

  /** The current state, including changes by other instances of the service. */
  async #claimOf(id: string): Promise<Claim> {
    return (await this.claims.load(claimStream(id), { fresh: true })).state;
  }

  async #madeEvent(stream: string, commandId: string): Promise<RecordedEvent> {
    const events = await this.store.read(stream, { direction: 'backwards', limit: 256 });
    const made = events.find(({ type, metadata }) => type === MADE && metadata.commandId === commandId);
    if (!made) throw new Error(`${stream} does not contain the claim that was just made`);
    return made;
  }
}

function primaryClaim(wanted: Intent) {
  const [first] = wanted.claims;
  if (!first) throw new Error('an intent needs a name');
  return first;
}

const keyIdIn = (made: RecordedEvent | undefined): string | undefined =>
  (made?.data['intent'] as SealedValue | undefined)?.keyId;

const otherClaims = (wanted: Intent) => wanted.claims.slice(1);

const abandonedFor = (claim: Claim, intentId: string): ClaimKind | undefined =>
  claim.status === 'free' && claim.abandoned?.intentId === intentId ? claim.abandoned.taken : undefined;

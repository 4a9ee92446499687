import { NotYetError } from '@berth/bus/transient';
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
import type { Reactor } from '@berth/service-host/reactor';
import { WHY_UNREADABLE, type Vault } from '@berth/service-host/vault';
import { claimStream } from '../claim/claim-names.js';
import { isHeldBy, type Claim } from '../claim/claim.js';
import type { Claims } from '../claim/claims.js';
import type { ClaimCommand } from '../claim/claim.commands.js';
import { nameTaken } from '../claim/claim.decider.js';
import { continued } from './continued.js';
import { intent, ownerOf, sealedUnder, type Intent } from './intent.js';

/** `false`: there is nobody left to carry it out for. */
export type Fulfilled = { readonly position?: Position | undefined } | false;

/** Carries out what the names were wanted for; a repeat changes nothing. */
export type Fulfil = (wanted: Intent, cause: RecordedEvent) => Promise<Fulfilled>;

type Outcome = Result<{ readonly position?: Position | undefined }, Rejection>;

const PROCESS = 'nameIntents';
const MADE = 'auth.claim.made.v1';

/**
 * Carries out what needs unique names. The first claim's event holds the whole intent; then the other names are claimed;
 * then the first claim is completed, which settles that the intent stands, or given up; then what it is for happens; at
 * last the intent's key is erased. Each step can be repeated, so after a crash anywhere whoever comes next takes the
 * intent to one of its two ends.
 */
export class NameIntents implements Reactor {
  readonly name = PROCESS;
  readonly startsAt = 'beginning';
  readonly types = [MADE];
  /** A caller's and the process manager's work on one intent would only get in each other's way. */
  private readonly underWay = new Map<string, Promise<Outcome>>();

  constructor(
    private readonly store: EventStore,
    private readonly claims: Claims,
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly fulfil: Fulfil,
    private readonly log: Logger,
  ) {}

  async begin(wanted: Intent, meta: CommandMeta): Promise<Outcome> {
    const { kind, id } = decidingClaim(wanted);
    const { intentId } = wanted;
    await this.claimOf(id);
    // a key of its own for each try: what was refused may be tried again, and nothing is sealed under an erased key
    const keyId = `${sealedUnder(wanted)}.${newId()}`;
    const sealed = await this.vault.seal(keyId, wanted as JsonValue);
    const made = await this.claims.execute(
      claimStream(id),
      { type: 'MakeClaim', kind, ownerId: ownerOf(wanted), intentId, intent: sealed },
      meta,
    );
    const event = made.ok ? await this.madeEvent(claimStream(id), meta.commandId) : undefined;
    if (keyIdIn(event) !== keyId) await this.vault.erase(keyId);
    return event ? this.carryOn(wanted, event) : made;
  }

  async handle(event: RecordedEvent): Promise<void> {
    const { data } = event as RecordedEvent & Extract<ClaimEvent, { type: typeof MADE }>;
    if (data.intent === undefined) return;
    const opened = await this.vault.look(data.intent);
    if ('value' in opened) return void (await this.carryOn(intent.parse(opened.value), event));
    if (opened.unreadable === 'keyErased') return;
    const why = WHY_UNREADABLE[opened.unreadable];
    this.log.warn({ stream: event.stream }, `what a name was claimed for can not be carried out: ${why}`);
  }

  private carryOn(wanted: Intent, cause: RecordedEvent): Promise<Outcome> {
    const working = this.underWay.get(wanted.intentId);
    if (working) return working;
    const work = this.toItsEnd(wanted, cause).finally(() => this.underWay.delete(wanted.intentId));
    this.underWay.set(wanted.intentId, work);
    return work;
  }

  private async toItsEnd(wanted: Intent, cause: RecordedEvent): Promise<Outcome> {
    const taken = await this.settle(wanted, cause);
    const outcome =
      taken === undefined
        ? await this.afterSuccess(wanted, cause)
        : await this.afterRefusal(wanted, cause, taken);
    const keyId = keyIdIn(cause);
    if (keyId !== undefined) await this.vault.erase(keyId);
    return outcome;
  }

  /** Decides whether the intent stands; if not, says which name it could not have. */
  private async settle(wanted: Intent, cause: RecordedEvent): Promise<ClaimKind | undefined> {
    const { intentId } = wanted;
    const deciding = decidingClaim(wanted);
    const before = await this.claimOf(deciding.id);
    if (before.status === 'held' && before.intentId === intentId) {
      const taken = await this.claimOthers(wanted, cause);
      await this.step(
        deciding.id,
        taken === undefined ? { type: 'CompleteClaim', intentId } : { type: 'AbandonClaim', intentId, taken },
        cause,
      );
    }
    const settled = await this.claimOf(deciding.id);
    if (!isHeldBy(settled, intentId)) return gaveUpFor(settled, intentId) ?? deciding.kind;
    if (settled.status === 'completed') return undefined;
    throw new NotYetError(`intent ${intentId} could not be settled now`);
  }

  private async claimOthers(wanted: Intent, cause: RecordedEvent): Promise<ClaimKind | undefined> {
    const { intentId } = wanted;
    for (const { kind, id } of otherClaims(wanted)) {
      await this.claimOf(id);
      await this.step(id, { type: 'MakeClaim', kind, ownerId: ownerOf(wanted), intentId }, cause);
      if (!isHeldBy(await this.claimOf(id), intentId)) return kind;
    }
    return undefined;
  }

  private async afterRefusal(wanted: Intent, cause: RecordedEvent, taken: ClaimKind): Promise<Outcome> {
    const { intentId } = wanted;
    for (const { id } of otherClaims(wanted)) await this.step(id, { type: 'AbandonClaim', intentId }, cause);
    return err(nameTaken(taken));
  }

  private async afterSuccess(wanted: Intent, cause: RecordedEvent): Promise<Outcome> {
    const { intentId } = wanted;
    for (const { id } of otherClaims(wanted)) await this.step(id, { type: 'CompleteClaim', intentId }, cause);
    const fulfilled = await this.fulfil(wanted, cause);
    if (fulfilled) return ok(fulfilled);
    for (const { id } of wanted.claims) {
      await this.step(id, { type: 'ReleaseClaim', ownerId: ownerOf(wanted) }, cause);
    }
    return err(reject('NOT_FOUND', 'the account is gone'));
  }

  /** A refusal of a step is no error: where it matters, the claim's state is looked at afterwards. */
  private async step(id: string, command: ClaimCommand, cause: RecordedEvent): Promise<void> {
    const meta = continued(PROCESS, cause, this.clock.now(), `${command.type} ${id}`);
    await this.claims.execute(claimStream(id), command, meta);
  }

  /** As it is now, whichever copy of the service changed it last. */
  private async claimOf(id: string): Promise<Claim> {
    return (await this.claims.load(claimStream(id), { fresh: true })).state;
  }

  private async madeEvent(stream: string, commandId: string): Promise<RecordedEvent> {
    const events = await this.store.read(stream, { direction: 'backwards', limit: 256 });
    const made = events.find(({ type, metadata }) => type === MADE && metadata.commandId === commandId);
    if (!made) throw new Error(`${stream} has lost the claim that was just made`);
    return made;
  }
}

function decidingClaim(wanted: Intent) {
  const [first] = wanted.claims;
  if (!first) throw new Error('an intent needs a name');
  return first;
}

const keyIdIn = (made: RecordedEvent | undefined): string | undefined =>
  (made?.data['intent'] as SealedValue | undefined)?.keyId;

const otherClaims = (wanted: Intent) => wanted.claims.slice(1);

const gaveUpFor = (claim: Claim, intentId: string): ClaimKind | undefined =>
  claim.status === 'free' && claim.gaveUp?.intentId === intentId ? claim.gaveUp.taken : undefined;

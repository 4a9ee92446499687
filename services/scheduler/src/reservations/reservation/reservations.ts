import type { InputOf } from '@berth/contracts/define';
import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { ReservationView } from '@berth/contracts/scheduler/reservation.views';
import type { reserve } from '@berth/contracts/scheduler/reservations';
import type { Position } from '@berth/event-store';
import { defined } from '@berth/kernel/defined';
import { uuidFromName } from '@berth/kernel/ids';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Executed } from '@berth/service-host/aggregates';
import type { CommandMeta } from '@berth/service-host/command-meta';
import {
  orReject,
  type Answer,
  type Identity,
  type Reply,
  type UserCall,
} from '@berth/service-host/operation';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';
import type { Calendars } from '../../calendars.js';
import type { Facts } from '../../facts/facts.js';
import type { FactWaiter } from '../../facts/fact-waiter.js';
import { isMissingFact } from '../../jobs/job/admissions.js';
import type { Visibility } from '../../facts/visibility.js';
import type { Policies } from '../../queue/policy/policies.js';
import { calendarStream } from '../../streams.js';
import type { ReservationDirectory } from './reservation-directory.js';
import { MAX_OCCURRENCES } from './occurrences.js';
import { reservationIntent, reservationIdOf, type ReservationRequest } from './reservation-intent.js';
import { shownReservation } from './reservation.queries.js';
import type { DirtyPools } from '../../queue/waiting/dirty-pools.js';
import { evolveReservation, toReservationView, type ReservationDocument } from './reservation.view.js';

export interface ReservationsParts {
  readonly calendars: Calendars;
  readonly facts: Facts;
  readonly policies: Policies;
  readonly factWaiter: FactWaiter;
  readonly directory: ReservationDirectory;
  readonly visibility: Visibility;
  readonly waitForViews: (position: Position, timeoutMs: number) => Promise<boolean>;
  readonly dirtyPools: Pick<DirtyPools, 'mark'>;
}

const VIEW_TIMEOUT_MS = 5000;

/** Makes reservations and changes them, and answers with what they are then. */
export class Reservations {
  constructor(private readonly parts: ReservationsParts) {}

  async reserve(call: UserCall<InputOf<typeof reserve>>): Reply<readonly ReservationView[]> {
    const { input, identity, meta } = call;
    const made = await this.#madeBefore(meta);
    if (made) return made;
    const request = { input, identity, commandId: meta.commandId, now: meta.now };
    const intent = await this.#intentOf(request);
    if (!intent.ok) return intent;
    const { poolId, occurrences } = intent.value;
    const outcome = await this.#execute(poolId, intent.value, meta);
    if (!outcome.ok) return outcome;
    const { events, position } = outcome.value;
    const views = fromEvents(events);
    if (views.length === 0) {
      return this.#answer(
        identity,
        occurrences.map(({ reservationId }) => reservationId),
        position,
      );
    }
    return ok({ result: views, ...defined({ position }) });
  }

  /**
   * Carries out one command on each reservation: the others once the first is done. Answers with them as they are
   * then.
   */
  async change(
    identity: Identity,
    poolId: string,
    commands: readonly (CalendarCommand & { readonly reservationId: string })[],
    meta: CommandMeta,
  ): Reply<readonly ReservationView[]> {
    const [first, ...others] = commands;
    const ids = commands.map(({ reservationId }) => reservationId);
    if (!first || (await this.#isDone(first.reservationId, meta)))
      return this.#answer(identity, ids, undefined);
    const outcomes = [await this.#execute(poolId, first, meta)];
    if (outcomes[0]?.ok) {
      const rest = others.map((command) =>
        this.#execute(poolId, command, partOf(meta, command.reservationId)),
      );
      outcomes.push(...(await Promise.all(rest)));
    }
    const done = outcomes.map((outcome) => orReject(this.#shownTo(identity, poolId, outcome)));
    const positions = done.flatMap(({ position }) => position ?? []);
    return this.#answer(identity, ids, positions.sort().at(-1));
  }

  async #intentOf(request: ReservationRequest) {
    const at = reservationIntent(this.parts, request);
    if (at.ok || !isMissingFact(at.error)) return at;
    await this.parts.factWaiter.waitUntil(() => reservationIntent(this.parts, request).ok);
    return reservationIntent(this.parts, request);
  }

  async #execute(
    poolId: string,
    command: CalendarCommand,
    meta: CommandMeta,
  ): Promise<Result<Executed<Calendar, CalendarEvent>, Rejection>> {
    const outcome = await this.parts.calendars.execute(calendarStream(poolId), command, meta);
    if (outcome.ok && outcome.value.events.length > 0) this.parts.dirtyPools.mark(poolId);
    return outcome;
  }

  async #madeBefore(
    meta: CommandMeta,
  ): Promise<Result<Answer<readonly ReservationView[]>, Rejection> | undefined> {
    const first = reservationIdOf(meta.commandId, 0);
    if (!(await this.#isDone(first, meta))) return undefined;
    const ids = Array.from({ length: MAX_OCCURRENCES }, (_, index) => reservationIdOf(meta.commandId, index));
    const documents = await this.parts.directory.documents(ids);
    return ok({ result: documents.map(toReservationView) });
  }

  /**
   * A calendar, in which all jobs get their devices, remembers its last commands only; the view knows them all.
   * @throws RejectedError where the command was done with another input
   */
  async #isDone(reservationId: string, { commandId, inputHash }: CommandMeta): Promise<boolean> {
    const known = (await this.parts.directory.document(reservationId))?.commands[commandId];
    if (known === undefined || known === inputHash) return known !== undefined;
    const reused = 'the idempotency key was already used with a different input; use a new key';
    return orReject(err(reject('IDEMPOTENCY_KEY_REUSED', reused, 'idempotencyKey')));
  }

  /** Free windows of devices that the caller has no grant for have no owner. */
  #shownTo<T>(identity: Identity, poolId: string, outcome: Result<T, Rejection>): Result<T, Rejection> {
    if (outcome.ok || !outcome.error.details) return outcome;
    const hiding = this.parts.visibility.hidingDevices(identity, { poolId });
    return hiding ? err({ ...outcome.error, details: hiding(outcome.error.details) }) : outcome;
  }

  async #answer(
    identity: Identity,
    ids: readonly string[],
    position: Position | undefined,
  ): Reply<readonly ReservationView[]> {
    if (position !== undefined && !(await this.parts.waitForViews(position, VIEW_TIMEOUT_MS))) {
      const behind =
        'the change is recorded, but its result is not readable yet; repeat it with the same idempotency key';
      return err(reject('UNAVAILABLE', behind));
    }
    const documents = await this.parts.directory.documents(ids);
    return ok({
      result: documents.map((document) =>
        shownReservation(this.parts.visibility, identity, toReservationView(document)),
      ),
      ...defined({ position }),
    });
  }
}

const partOf = (meta: CommandMeta, reservationId: string): CommandMeta => ({
  ...meta,
  commandId: uuidFromName('part', meta.commandId, reservationId),
});

function fromEvents(events: readonly CalendarEvent[]): ReservationView[] {
  const documents = new Map<string, ReservationDocument>();
  for (const event of events) {
    if (!('reservationId' in event.data) || event.data.reservationId === undefined) continue;
    const { reservationId } = event.data;
    const before = documents.get(reservationId);
    documents.set(reservationId, evolveReservation(before, event));
  }
  return [...documents.values()].map(toReservationView);
}

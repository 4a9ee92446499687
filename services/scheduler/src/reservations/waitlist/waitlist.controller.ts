import { Controller, Inject } from '@nestjs/common';
import type { InputOf } from '@berth/contracts/define';
import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import {
  acceptOffer,
  declineOffer,
  joinWaitlist,
  leaveWaitlist,
  waitlistQuery,
  type WaitlistEntryView,
  type WaitlistView,
} from '@berth/contracts/scheduler/waitlist';
import { may } from '@berth/contracts/permissions';
import { defined } from '@berth/kernel/defined';
import { idFromName } from '@berth/kernel/ids';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { CommandMeta } from '@berth/service-host/command-meta';
import { Operation, orReject, type Identity, type Reply, type UserCall } from '@berth/service-host/operation';
import type { CalendarCommand, WaitlistCommand } from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';
import { Facts } from '../../facts/facts.js';
import { findPool } from '../../facts/project-and-pool.js';
import { Visibility } from '../../facts/visibility.js';
import { Policies } from '../../queue/policy/policies.js';
import { calendarStream } from '../../streams.js';
import { entryIdOf, joiningIntent, entryLimitRefusal, whyNotAcceptable } from './joining.js';
import { viewIn, WaitlistQueries, type FoundEntry } from './waitlist.queries.js';

export const WAITLIST_CALENDARS = Symbol('calendars that hold waiting lists');

@Controller()
export class WaitlistController {
  constructor(
    @Inject(WAITLIST_CALENDARS)
    private readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>,
    @Inject(WaitlistQueries) private readonly queries: WaitlistQueries,
    @Inject(Facts) private readonly facts: Facts,
    @Inject(Policies) private readonly policies: Policies,
    @Inject(Visibility) private readonly visibility: Visibility,
  ) {}

  @Operation(joinWaitlist)
  async join(call: UserCall<InputOf<typeof joinWaitlist>>): Reply<WaitlistEntryView> {
    const { identity, meta } = call;
    const command = orReject(joiningIntent({ facts: this.facts, policies: this.policies }, call));
    const stream = calendarStream(command.poolId);
    const { state: before } = await this.calendars.load(stream, { fresh: true });
    const isNew = !before.agenda.waitlist.has(command.entryId);
    const refusal = isNew ? entryLimitRefusal(before, identity.userId) : undefined;
    if (refusal) return err(refusal);
    const { state, position } = orReject(await this.calendars.execute(stream, command, meta));
    const result = viewIn(state, command.poolId, entryIdOf(meta.commandId));
    if (!result)
      return err(reject('INVALID_STATE', 'you joined earlier and have left the waiting list', 'entryId'));
    return ok({ result, ...defined({ position }) });
  }

  @Operation(leaveWaitlist)
  async leave({ input, identity, meta }: UserCall<InputOf<typeof leaveWaitlist>>): Reply<null> {
    const { entryId, reason } = input;
    const why = defined({ reason });
    const command = { type: 'leaveWaitlist', cause: 'left', ...why } as const;
    const repeated = await this.#doneBefore(meta);
    if (repeated) return repeated;
    const { poolId } = await this.#ownEntry(identity, entryId);
    return this.#done({ ...command, poolId, entryId, now: meta.now }, meta);
  }

  @Operation(acceptOffer)
  async accept({
    input,
    identity,
    meta,
  }: UserCall<InputOf<typeof acceptOffer>>): Reply<{ readonly reservationId: string }> {
    const { entryId, offerId } = input;
    // Derived from the offer, so that accepting it is idempotent.
    const reservationId = idFromName('reservation', offerId, '0');
    const taken = await this.#takenBefore(identity, reservationId);
    if (taken) return ok({ result: { reservationId } });
    const { poolId, entry } = await this.#ownEntry(identity, entryId);
    const denied = whyNotAcceptable(this.facts, poolId, entry);
    if (denied !== undefined) return err(reject('FORBIDDEN', `offerId: ${denied}`, 'offerId'));
    const { maxPerUser } = this.policies.of(poolId).reservations;
    const command = { type: 'acceptOffer', poolId, entryId, offerId, reservationId, maxPerUser } as const;
    const outcome = await this.calendars.execute(calendarStream(poolId), { ...command, now: meta.now }, meta);
    const { position } = orReject(outcome);
    return ok({ result: { reservationId }, ...defined({ position }) });
  }

  @Operation(declineOffer)
  async decline({ input, identity, meta }: UserCall<InputOf<typeof declineOffer>>): Reply<null> {
    const { entryId, offerId } = input;
    const repeated = await this.#doneBefore(meta);
    if (repeated) return repeated;
    const { poolId } = await this.#ownEntry(identity, entryId);
    const command = {
      type: 'lapseOffer',
      poolId,
      entryId,
      offerId,
      cause: 'declined',
      now: meta.now,
    } as const;
    return this.#done(command, meta);
  }

  @Operation(waitlistQuery)
  async list({ input, identity }: UserCall<InputOf<typeof waitlistQuery>>): Reply<WaitlistView> {
    const { poolId } = findPool(this.facts, this.visibility, identity, input.pool);
    return ok({ result: await this.queries.of(poolId, identity) });
  }

  async #done(command: WaitlistCommand, meta: CommandMeta): Reply<null> {
    const outcome = await this.calendars.execute(calendarStream(command.poolId), command, meta);
    const { position } = orReject(outcome);
    return ok({ result: null, ...defined({ position }) });
  }

  /** A repeated command finds its entry gone, but its command id in the calendar. */
  async #doneBefore(meta: CommandMeta): Promise<Awaited<Reply<null>> | undefined> {
    for (const { poolId } of this.facts.pools.values()) {
      const earlier = await this.calendars.earlier(calendarStream(poolId), meta);
      if (earlier) return earlier.ok ? ok({ result: null }) : earlier;
    }
    return undefined;
  }

  /** One of others is as if it did not exist. */
  async #ownEntry(identity: Identity, entryId: string): Promise<FoundEntry> {
    const found = await this.queries.find(entryId);
    if (found && (found.entry.userId === identity.userId || may(identity, 'controlAll'))) return found;
    return orReject(err(reject('NOT_FOUND', 'entryId: you have no such waiting list entry', 'entryId')));
  }

  async #takenBefore({ userId }: Identity, reservationId: string): Promise<boolean> {
    for (const { poolId } of this.facts.pools.values()) {
      const { state } = await this.calendars.load(calendarStream(poolId), { fresh: true });
      const reservation = state.agenda.reservations.get(reservationId);
      if (reservation) return reservation.userId === userId;
    }
    return false;
  }
}

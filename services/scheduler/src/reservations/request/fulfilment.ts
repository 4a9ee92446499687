import { RetryLaterError } from '@berth/bus/transient';
import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { RequestEvent } from '@berth/contracts/scheduler/request.events';
import { readAs, type RecordedEvent } from '@berth/event-store';
import { addMs, type Clock } from '@berth/kernel/clock';
import { defined } from '@berth/kernel/defined';
import { idFromName } from '@berth/kernel/ids';
import { RejectedError, type Rejection } from '@berth/kernel/rejection';
import type { Result } from '@berth/kernel/result';
import type { Aggregates } from '@berth/service-host/aggregates';
import { causedBy } from '@berth/service-host/command-meta';
import { orReject } from '@berth/service-host/operation';
import type { ProcessManager } from '@berth/service-host/process-manager';
import type {
  ReserveCommand,
  CalendarCommand,
  JoinWaitlistCommand,
} from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';
import { freeWindows } from '../../calendar/free-windows.js';
import type { Facts } from '../../facts/facts.js';
import { describeDenial, isCertain, eligibilityOf } from '../../facts/eligibility.js';
import type { Policies } from '../../queue/policy/policies.js';
import { reservableDevices, limitsOf } from '../reservation/reservable-devices.js';
import { calendarStream, requestStream } from '../../streams.js';
import type { RequestCommand, Request, RequestFacts } from './request.js';

export interface FulfilmentParts {
  readonly requests: Aggregates<Request, RequestCommand, RequestEvent>;
  readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>;
  readonly facts: Facts;
  readonly policies: Policies;
  readonly clock: Clock;
}

const PROCESS = 'fulfil-requests';
const MINUTE_MS = 60_000;
const WITHDRAWN = 'its request was withdrawn';
/** Reservations may be made between the search and the decision; then another window is searched. */
const MAX_CONFLICTS = 8;

/** An approved request gets the earliest free window that does, or a place on the waiting list. */
export function fulfilRequests(parts: FulfilmentParts): ProcessManager {
  const { requests, calendars, clock } = parts;
  return {
    name: PROCESS,
    startsAt: 'beginning',
    types: ['scheduler.request.approved.v1'],
    async handle(event: RecordedEvent) {
      const { requestId, poolId } = event.data as { requestId: string; poolId: string };
      for (let race = 0; race < MAX_CONFLICTS; race += 1) {
        const { state } = await requests.load(requestStream(requestId), { fresh: true });
        if (state.status !== 'approved') return;
        const now = clock.now();
        const { state: calendar } = await calendars.load(calendarStream(poolId), { fresh: true });
        const next = nextStep(parts, state.facts, calendar, now);
        const meta = causedBy(PROCESS, event, `scheduler.request.${next.type}.v1`, now, String(race));
        if (next.type === 'close') {
          orReject(await requests.execute(requestStream(requestId), next, meta));
          return;
        }
        const outcome = await calendars.execute(calendarStream(poolId), next, meta);
        if (outcome.ok) return;
        const { code, message } = outcome.error;
        if (code === 'RESERVATION_CONFLICT') continue;
        if (code === 'UNAVAILABLE') throw new RejectedError(outcome.error);
        const reason = `it could not be reserved: ${message}`;
        const closing = causedBy(PROCESS, event, 'scheduler.request.close.v1', now);
        orReject(await requests.execute(requestStream(requestId), { type: 'close', reason, now }, closing));
        return;
      }
      throw new RetryLaterError(
        `request ${requestId} conflicted with another reservation ${MAX_CONFLICTS} times; retrying`,
      );
    },
  };
}

type Step = ReserveCommand | JoinWaitlistCommand | Extract<RequestCommand, { type: 'close' }>;

function nextStep(
  { facts, policies }: FulfilmentParts,
  request: RequestFacts,
  calendar: Calendar,
  now: string,
): Step {
  const { requestId, poolId, projectId, userId, durationMinutes, neededBy, notBefore } = request;
  const eligibility = eligibilityOf(facts, request, poolId);
  if (!eligibility.ok) {
    const reason = describeDenial(eligibility.error, 'holder');
    if (!isCertain(eligibility.error, facts))
      throw new RetryLaterError(
        `request ${requestId}: ${reason}, but events that have not arrived yet may change that`,
      );
    return { type: 'close', reason, now };
  }
  const entitlement = eligibility.value;
  if (neededBy !== undefined && neededBy < now)
    return { type: 'close', reason: `it was needed by ${neededBy}, and was decided after that`, now };
  const limits = limitsOf(policies.of(poolId), entitlement, now);
  const { grantPriority, sharedWithProject, title, reason } = request;
  const about = {
    poolId,
    projectId,
    userId,
    grantPriority,
    sharedWithProject,
    reason,
    requestId,
    ...defined({ title }),
    now,
  };
  const choice = reservableDevices(facts.hostsOf(poolId), entitlement, request.gpus);
  const from = notBefore !== undefined && notBefore > now ? notBefore : now;
  const window = choice.ok && earliest(choice);
  if (choice.ok && window) {
    const reservationId = idFromName('reservation', requestId, '0');
    const occurrence = { reservationId, from: window, until: addMs(window, durationMinutes * MINUTE_MS) };
    return { type: 'reserve', ...about, occurrences: [occurrence], choice: choice.value, limits };
  }
  const { count, model, memoryGb } = request.gpus;
  return {
    type: 'joinWaitlist',
    ...about,
    entryId: requestId,
    count,
    ...defined({ model, memoryGb }),
    durationMinutes,
    ...defined({ neededBy }),
  };

  function earliest({
    value,
  }: Extract<ReturnType<typeof reservableDevices>, { ok: true }>): string | undefined {
    const durationMs = durationMinutes * MINUTE_MS;
    const latest = neededBy !== undefined && neededBy < limits.horizon ? neededBy : limits.horizon;
    const range = { from, until: addMs(latest, durationMs) };
    const owner = { userId, projectId, shared: sharedWithProject };
    return freeWindows(calendar, owner, { choice: value, durationMs, range, limit: 1 })[0]?.from;
  }
}

/** Records the calendar's result in the request: reserved, waiting, or waiting no longer. */
export function followCalendar({ requests, calendars, clock }: FulfilmentParts): ProcessManager {
  const name = 'requests-follow-calendar';
  return {
    name,
    startsAt: 'beginning',
    types: [
      'scheduler.calendar.reserved.v1',
      'scheduler.calendar.waitlistJoined.v1',
      'scheduler.calendar.waitlistLeft.v1',
    ],
    async handle(event: RecordedEvent) {
      const now = clock.now();
      const told = readAs<CalendarEvent>(event);
      const follow = (requestId: string, command: RequestCommand) =>
        requests.execute(
          requestStream(requestId),
          command,
          causedBy(name, event, `scheduler.request.${command.type}.v1`, now),
        );
      switch (told.type) {
        case 'scheduler.calendar.reserved.v1': {
          const { requestId, reservationId, from, until, poolId } = told.data;
          if (requestId === undefined) return;
          const fulfilled = await follow(requestId, { type: 'fulfil', reservationId, from, until, now });
          if (fulfilled.ok) return;
          // It was withdrawn meanwhile: the reservation is no longer wanted.
          mustBeDecided(fulfilled);
          const cause = from > now ? 'cancelled' : 'released';
          const end = { type: 'endReservation', poolId, reservationId, cause, now } as const;
          const meta = causedBy(name, event, 'scheduler.calendar.endReservation.v1', now);
          orReject(await calendars.execute(calendarStream(poolId), { ...end, reason: WITHDRAWN }, meta));
          return;
        }
        case 'scheduler.calendar.waitlistJoined.v1': {
          const { requestId, entryId, poolId } = told.data;
          if (requestId === undefined) return;
          const waits = await follow(requestId, { type: 'wait', entryId, now });
          if (waits.ok) return;
          mustBeDecided(waits);
          const leave = { type: 'leaveWaitlist', poolId, entryId, cause: 'left', now } as const;
          const meta = causedBy(name, event, 'scheduler.calendar.leaveWaitlist.v1', now);
          orReject(await calendars.execute(calendarStream(poolId), { ...leave, reason: WITHDRAWN }, meta));
          return;
        }
        case 'scheduler.calendar.waitlistLeft.v1': {
          const { entryId, cause, reason } = told.data;
          if (cause === 'accepted') return;
          // An entry that a request made bears its id.
          mustBeDecided(
            await follow(entryId, {
              type: 'close',
              reason: reason ?? `it has left the waiting list: ${cause}`,
              now,
            }),
          );
          return;
        }
        default:
          return;
      }
    },
  };
}

/** A request that is withdrawn waits no longer. */
export const withdrawEntries = ({ calendars, clock }: FulfilmentParts): ProcessManager => ({
  name: 'withdraw-waitlist-entries',
  startsAt: 'beginning',
  types: ['scheduler.request.withdrawn.v1'],
  async handle(event: RecordedEvent) {
    const { requestId: entryId, poolId } = event.data as { requestId: string; poolId: string };
    const now = clock.now();
    const meta = causedBy('withdraw-waitlist-entries', event, 'scheduler.calendar.leaveWaitlist.v1', now);
    const leave = { type: 'leaveWaitlist', poolId, entryId, cause: 'left', now } as const;
    orReject(await calendars.execute(calendarStream(poolId), { ...leave, reason: WITHDRAWN }, meta));
  },
});

/** Refused for good is as good as done; what could not be decided just now is tried again. */
function mustBeDecided(outcome: Result<unknown, Rejection>): void {
  if (!outcome.ok && outcome.error.code === 'UNAVAILABLE') throw new RejectedError(outcome.error);
}

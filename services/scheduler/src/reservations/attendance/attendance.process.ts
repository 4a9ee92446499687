import type { CalendarEvent } from '@berth/contracts/scheduler/events';
import type { Clock } from '@berth/kernel/clock';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { Logger } from '@berth/service-host/log';
import type { BackgroundWork } from '@berth/service-host/platform';
import { repeatedWork } from '@berth/service-host/repeating';
import type { AccountBook } from '../accounts/account-book.js';
import type { Booking } from '../../calendar/agenda.js';
import type { BookingCommand, CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';
import type { Facts } from '../../facts/facts.js';
import type { Policies } from '../../queue/policy/policies.js';
import type { Agents } from '../../dispatch/agents.js';
import { ownCommand } from '@berth/service-host/command-meta';
import { calendarStream } from '../../streams.js';
import { dueOf, type DueOfBooking } from './attendance.due.js';
import { judge, type Evidence } from './evidence.js';
import { nobodyCame, overstaying } from './messages.js';

export interface AttendanceParts {
  readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>;
  readonly facts: Facts;
  readonly policies: Policies;
  readonly accounts: AccountBook;
  readonly agents: Pick<Agents, 'usage'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Devices of the pool are free for others. */
  readonly freed: (poolId: string) => void;
  /** How often it looks, in ms. */
  readonly everyMs: number;
}

type Look = Extract<DueOfBooking, { kind: 'look' }>['for'];

/** An agent that could not tell is asked again after so long. */
const ASK_AGAIN_MS = 15_000;
/** Bookings that agents are asked about in one turn of a pool. */
const MOST_LOOKS = 32;

/**
 * Sees whether bookings are used: warns their holders, and releases what nobody came for. It keeps no timers; each turn
 * asks what the time has come for, so that a restart or a clock that is set delays nothing and repeats nothing: what
 * was told is in the calendar, and only evidence releases.
 */
export class Attendance {
  /** When agents may be asked about a booking again, by the monotonic clock. */
  readonly #askAt = new Map<string, number>();

  constructor(private readonly parts: AttendanceParts) {}

  get work(): BackgroundWork {
    const { everyMs, log } = this.parts;
    return repeatedWork(() => this.tick(), { name: 'attendance', everyMs, log });
  }

  async tick(): Promise<void> {
    const { facts, log } = this.parts;
    await Promise.all(
      [...facts.pools.values()].map(async ({ poolId }) => {
        try {
          await this.look(poolId);
        } catch (error) {
          log.error({ err: error, poolId }, 'bookings were not looked after; it is tried again');
        }
      }),
    );
  }

  private async look(poolId: string): Promise<void> {
    const { calendars, clock, policies } = this.parts;
    const { state: calendar } = await calendars.load(calendarStream(poolId));
    const times = policies.of(poolId).reservations;
    const now = clock.now();
    const work: Promise<unknown>[] = [];
    let looks = 0;
    for (const booking of calendar.agenda.bookings.values()) {
      for (const due of dueOf(booking, times, now)) {
        if (due.kind === 'tell') work.push(this.tell(poolId, booking, due.warning, due.message, now));
        else if (looks < MOST_LOOKS && this.mayAsk(booking, due.for)) {
          looks += 1;
          work.push(this.see(poolId, calendar, booking, due.for));
        }
      }
    }
    await Promise.all(work);
  }

  private mayAsk({ reservationId }: Booking, what: Look): boolean {
    const key = `${reservationId}/${what}`;
    const at = performance.now();
    if ((this.#askAt.get(key) ?? 0) > at) return false;
    this.#askAt.set(key, at + ASK_AGAIN_MS);
    if (this.#askAt.size > 10_000) this.#askAt.clear();
    return true;
  }

  private async see(poolId: string, calendar: Calendar, booking: Booking, what: Look): Promise<void> {
    const jobId = jobIn(calendar, booking);
    const evidence = jobId === undefined || what === 'overstay' ? await this.ask(booking) : undefined;
    // Asking takes its time.
    const now = this.parts.clock.now();
    if (what === 'overstay') {
      const processes = evidence?.kind === 'used' ? evidence.processes : 0;
      if (jobId !== undefined || processes > 0)
        await this.tell(
          poolId,
          booking,
          'overstay',
          overstaying(booking, jobId, processes, this.parts.policies.of(poolId)),
          now,
        );
      return;
    }
    const { reservationId } = booking;
    const of = { poolId, reservationId, now } as const;
    if (jobId !== undefined) return this.give({ kind: 'useBooking', ...of, by: 'job', jobId });
    switch (evidence?.kind) {
      case 'used':
        return this.give({ kind: 'useBooking', ...of, by: 'account' });
      case 'unused': {
        const { noShowMinutes } = this.parts.policies.of(poolId).reservations;
        if (what === 'noShow') {
          const reason = nobodyCame(evidence, noShowMinutes, now);
          return this.give({ kind: 'endBooking', ...of, cause: 'noShow', reason });
        }
        const message = `nobody has used your booking yet; it is released ${noShowMinutes} minutes after its beginning`;
        return this.tell(poolId, booking, 'notUsed', message, now);
      }
      default:
        this.parts.log.info({ reservationId, why: evidence?.why }, 'whether a booking is used is not known');
    }
  }

  private async ask({ devices, userId }: Booking): Promise<Evidence> {
    const { agents, accounts } = this.parts;
    const byHost = [...Map.groupBy(devices, ({ hostId }) => hostId)];
    const testimonies = await Promise.all(
      byHost.map(async ([hostId, own]) => {
        const uuids = own.map(({ uuid }) => uuid);
        return { hostId, uuids, answer: await agents.usage(hostId, uuids) };
      }),
    );
    return judge(testimonies, (hostId, account) => accounts.userOf(hostId, account) === userId);
  }

  private async tell(
    poolId: string,
    { reservationId }: Booking,
    warning: Extract<DueOfBooking, { kind: 'tell' }>['warning'],
    message: string,
    now: string,
  ): Promise<void> {
    await this.give({ kind: 'warnBooking', poolId, reservationId, warning, message, now });
  }

  private async give(command: BookingCommand): Promise<void> {
    const meta = ownCommand('attendance', `scheduler.calendar.${command.kind}.v1`, command.now);
    const outcome = await this.parts.calendars.execute(calendarStream(command.poolId), command, meta);
    if (command.kind === 'endBooking' && outcome.ok) this.parts.freed(command.poolId);
  }
}

/** A job of the holder's on a booked device, also one that began there before the booking did. */
function jobIn(calendar: Calendar, booking: Booking): string | undefined {
  const { userId, projectId, sharedWithProject } = booking;
  for (const { uuid } of booking.devices) {
    const lease = calendar.onPlace
      .get(uuid)
      ?.find((each) => each.userId === userId || (sharedWithProject && each.projectId === projectId));
    if (lease) return lease.jobId;
  }
  return undefined;
}

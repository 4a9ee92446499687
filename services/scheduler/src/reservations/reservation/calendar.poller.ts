import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, addMs } from '@berth/kernel/clock';
import { systemCommand } from '@berth/service-host/command-meta';
import type { Logger } from '@berth/service-host/log';
import { orReject } from '@berth/service-host/operation';
import type { BackgroundWork } from '@berth/service-host/platform';
import type { Agenda, Reservation } from '../../calendar/agenda.js';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Calendars } from '../../calendars.js';
import type { Facts } from '../../facts/facts.js';
import type { DirtyPools } from '../../queue/waiting/dirty-pools.js';
import { calendarStream } from '../../streams.js';
import type { HolderEligibility } from './holder-eligibility.js';

export interface Due {
  /** What is due: ends first, which free devices. */
  readonly commands: readonly CalendarCommand[];
  /** When it comes for something next; undefined where nothing is ahead. */
  readonly next: string | undefined;
}

/** Interval of rechecks of holders who may not begin now. */
const REQUERY_INTERVAL_MS = 1000;

/** What of a pool's reservations and maintenance begins or ends by itself at an instant. */
function dueAt(
  poolId: string,
  { reservations, maintenance }: Agenda,
  now: string,
  mayBegin: (reservation: Reservation) => boolean,
): Due {
  const ends: CalendarCommand[] = [];
  const starts: CalendarCommand[] = [];
  let next: string | undefined;
  const ahead = (at: string): void => {
    if (next === undefined || at < next) next = at;
  };
  for (const reservation of reservations.values()) {
    const { reservationId, from, until, started } = reservation;
    const of = { poolId, reservationId, now } as const;
    if (until <= now) ends.push({ type: 'endReservation', ...of, cause: 'completed' });
    else if (started) ahead(until);
    else if (from > now) ahead(from);
    else if (mayBegin(reservation)) starts.push({ type: 'startReservation', ...of });
    else ahead(addMs(now, REQUERY_INTERVAL_MS));
  }
  for (const { windowId, until } of maintenance.values()) {
    if (until <= now) ends.push({ type: 'endMaintenance', poolId, windowId, cause: 'completed', now });
    else ahead(until);
  }
  return { commands: [...ends, ...starts], next };
}

export interface CalendarPollerParts {
  readonly calendars: Calendars;
  readonly facts: Facts;
  readonly holders: HolderEligibility;
  readonly clock: Clock;
  readonly log: Logger;
  readonly dirtyPools: Pick<DirtyPools, 'mark'>;
}

interface Looked {
  readonly agenda: Agenda;
  readonly at: string;
  readonly next: string | undefined;
}

const MAX_SLEEP_MS = 1000;

/**
 * Begins and ends reservations and maintenance at their times. It has no timers: it reads the wall clock at least
 * once a second by the monotonic one, so a clock change or a restart delays and loses nothing. The calendar decides
 * whether it is really due.
 */
export class CalendarPoller {
  readonly #looked = new Map<string, Looked>();

  constructor(private readonly parts: CalendarPollerParts) {}

  get work(): BackgroundWork {
    return {
      name: 'calendar-clock',
      start: async (signal) => {
        while (!signal.aborted) {
          const next = await this.tick();
          await sleep(this.#sleepUntil(next), undefined, { signal }).catch(() => undefined);
        }
      },
    };
  }

  /** @returns when something is due next, if known */
  async tick(): Promise<string | undefined> {
    const { facts, log } = this.parts;
    let next: string | undefined;
    for (const { poolId } of facts.pools.values()) {
      try {
        const due = await this.#look(poolId);
        if (due !== undefined && (next === undefined || due < next)) next = due;
      } catch (error) {
        log.error({ err: error, poolId }, 'actions due in a calendar failed; retrying');
      }
    }
    return next;
  }

  async #look(poolId: string): Promise<string | undefined> {
    const { calendars, clock, holders, dirtyPools } = this.parts;
    const stream = calendarStream(poolId);
    const now = clock.now();
    const { agenda } = (await calendars.load(stream)).state;
    const gone = holders.gone(poolId, agenda, now);
    const before = this.#looked.get(poolId);
    const isSame =
      before?.agenda === agenda && now >= before.at && (before.next === undefined || now < before.next);
    if (isSame && gone.length === 0) return before.next;
    const { commands, next } = dueAt(poolId, agenda, now, (reservation) =>
      holders.mayBegin(poolId, reservation),
    );
    this.#looked.set(poolId, { agenda, at: now, next });
    const due = [...commands, ...gone];
    if (due.length === 0) return next;
    const outcomes = await Promise.all(
      due.map((command) =>
        calendars.execute(
          stream,
          command,
          systemCommand('calendar-clock', `scheduler.calendar.${command.type}.v1`, now),
        ),
      ),
    );
    for (const outcome of outcomes) orReject(outcome);
    dirtyPools.mark(poolId);
    return now;
  }

  #sleepUntil(next: string | undefined): number {
    if (next === undefined) return MAX_SLEEP_MS;
    const ms = Date.parse(next) - Date.parse(this.parts.clock.now());
    return Math.min(MAX_SLEEP_MS, Math.max(10, ms));
  }
}

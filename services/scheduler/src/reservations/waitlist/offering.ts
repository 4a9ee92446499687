import type { CalendarEvent } from '@berth/contracts/scheduler/events';
import type { Clock } from '@berth/kernel/clock';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { Logger } from '@berth/service-host/log';
import type { BackgroundWork } from '@berth/service-host/platform';
import { repeatedWork } from '@berth/service-host/repeating';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';
import type { Facts } from '../../facts/facts.js';
import type { Policies } from '../../queue/policy/policies.js';
import { ownCommand } from '@berth/service-host/command-meta';
import { calendarStream } from '../../streams.js';
import { choiceFor, whyHolderGone } from './holder.js';
import { nextOffers } from './next-offers.js';

export interface OfferingParts {
  readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>;
  readonly facts: Facts;
  readonly policies: Policies;
  readonly clock: Clock;
  readonly log: Logger;
  /** Devices of the pool are free for others. */
  readonly freed: (poolId: string) => void;
  /** How often it looks, in ms. */
  readonly everyMs: number;
}

/** What was seen at the last look: where nothing has changed since, and no time has come, nothing is to be done. */
interface Seen {
  readonly calendar: Calendar;
  readonly facts: number;
  readonly until: number;
}

/** Time alone may free a device: a lease that must yield, an end that comes. */
const LOOK_AGAIN_MS = 5000;

/**
 * Offers devices to those who wait for them, and takes off the list who waits no longer. It keeps no timers: it looks
 * again and again, by the wall clock, so that a restart or a clock that is set loses nothing; the calendar decides.
 */
export class Offering {
  readonly #seen = new Map<string, Seen>();
  #factsVersion = 0;

  constructor(private readonly parts: OfferingParts) {
    parts.facts.onChange(() => (this.#factsVersion += 1));
  }

  get work(): BackgroundWork {
    const { everyMs, log } = this.parts;
    return repeatedWork(() => this.tick(), { name: 'offering', everyMs, log });
  }

  async tick(): Promise<void> {
    const { facts, log } = this.parts;
    for (const { poolId } of facts.pools.values()) {
      try {
        await this.look(poolId);
      } catch (error) {
        log.error({ err: error, poolId }, 'the waiting list was not served; it is tried again');
      }
    }
  }

  private async look(poolId: string): Promise<void> {
    const { calendars, facts, policies, clock } = this.parts;
    const stream = calendarStream(poolId);
    const { state: calendar } = await calendars.load(stream);
    const { waitlist } = calendar.agenda;
    if (waitlist.size === 0) return;
    const now = clock.now();
    const seen = this.#seen.get(poolId);
    const at = performance.now();
    const expired = [...waitlist.values()].some(({ offer }) => offer && offer.expiresAt <= now);
    if (seen?.calendar === calendar && seen.facts === this.#factsVersion && at < seen.until && !expired)
      return;
    this.#seen.set(poolId, { calendar, facts: this.#factsVersion, until: at + LOOK_AGAIN_MS });
    const commands = nextOffers({
      poolId,
      calendar,
      offerMinutes: policies.of(poolId).reservations.offerMinutes,
      choiceOf: (entry) => choiceFor(facts, poolId, entry),
      whyGone: (entry) => whyHolderGone(facts, poolId, entry),
      now,
    });
    // What is refused has changed meanwhile: the next look is at what is there then.
    await Promise.all(
      commands.map((command) =>
        calendars.execute(
          stream,
          command,
          ownCommand('offering', `scheduler.calendar.${command.kind}.v1`, now),
        ),
      ),
    );
    if (commands.some(({ kind }) => kind !== 'offer')) this.parts.freed(poolId);
  }
}

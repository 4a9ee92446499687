import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { Clock } from '@berth/kernel/clock';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { Logger } from '@berth/service-host/log';
import type { BackgroundWork } from '@berth/service-host/platform';
import { poller } from '@berth/service-host/poller';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';
import type { Facts } from '../../facts/facts.js';
import type { Policies } from '../../queue/policy/policies.js';
import { systemCommand } from '@berth/service-host/command-meta';
import { calendarStream } from '../../streams.js';
import { choiceFor, whyIneligible } from './joining.js';
import type { DirtyPools } from '../../queue/waiting/dirty-pools.js';
import { nextOffers } from './next-offers.js';

export interface WaitlistPollerParts {
  readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>;
  readonly facts: Facts;
  readonly policies: Policies;
  readonly clock: Clock;
  readonly log: Logger;
  readonly dirtyPools: Pick<DirtyPools, 'mark'>;
  /** Poll interval in ms. */
  readonly everyMs: number;
}

/** The state at the last poll: without a change since, and without anything due, there is nothing to do. */
interface Seen {
  readonly calendar: Calendar;
  readonly facts: number;
  readonly until: number;
}

/** Time alone may free a device: a lease that must yield, an end that comes. */
const RECHECK_INTERVAL_MS = 5000;

/**
 * Offers devices to waiting users, and removes entries that have ended. It has no timers: it polls, by the wall
 * clock, so a restart or a clock change loses nothing; the calendar decides.
 */
export class WaitlistPoller {
  readonly #seen = new Map<string, Seen>();
  #factsVersion = 0;

  constructor(private readonly parts: WaitlistPollerParts) {
    parts.facts.onChange(() => (this.#factsVersion += 1));
  }

  get work(): BackgroundWork {
    const { everyMs, log } = this.parts;
    return poller(() => this.tick(), { name: 'offering', everyMs, log });
  }

  async tick(): Promise<void> {
    const { facts, log } = this.parts;
    for (const { poolId } of facts.pools.values()) {
      try {
        await this.#look(poolId);
      } catch (error) {
        log.error({ err: error, poolId }, 'the waiting list could not be processed; retrying');
      }
    }
  }

  async #look(poolId: string): Promise<void> {
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
    this.#seen.set(poolId, { calendar, facts: this.#factsVersion, until: at + RECHECK_INTERVAL_MS });
    const commands = nextOffers({
      poolId,
      calendar,
      offerMinutes: policies.of(poolId).reservations.offerMinutes,
      choiceOf: (entry) => choiceFor(facts, poolId, entry),
      whyIneligible: (entry) => whyIneligible(facts, poolId, entry),
      now,
    });
    // A refusal means that the calendar has changed meanwhile: the next poll sees the new state.
    await Promise.all(
      commands.map((command) =>
        calendars.execute(
          stream,
          command,
          systemCommand('offering', `scheduler.calendar.${command.type}.v1`, now),
        ),
      ),
    );
    if (commands.some(({ type: kind }) => kind !== 'offer')) this.parts.dirtyPools.mark(poolId);
  }
}

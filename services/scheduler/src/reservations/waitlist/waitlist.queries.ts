import { may } from '@berth/contracts/permissions';
import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { WaitlistEntryView, WaitlistView } from '@berth/contracts/scheduler/waitlist';
import { defined } from '@berth/kernel/defined';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { Identity } from '@berth/service-host/operation';
import type { WaitlistEntry } from '../../calendar/agenda.js';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';
import type { Facts } from '../../facts/facts.js';
import { calendarStream } from '../../streams.js';

/** Whoever lets so many offers pass is taken off the list. */
export const MAX_LAPSES = 2;

/**
 * The order: the better grant, then fewer offers not taken, then the earlier entry. So an entry that did not take an
 * offer goes behind those of the same class, once.
 */
export const inWaitlistOrder = (entries: Iterable<WaitlistEntry>): WaitlistEntry[] =>
  [...entries].sort(byWaitlistOrder);

const byWaitlistOrder = (a: WaitlistEntry, b: WaitlistEntry): number =>
  a.grantPriority - b.grantPriority ||
  a.lapses - b.lapses ||
  compare(a.joinedAt, b.joinedAt) ||
  compare(a.entryId, b.entryId);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export interface FoundEntry {
  readonly poolId: string;
  readonly entry: WaitlistEntry;
}

/** Reads waiting lists, from the calendars that hold them: the caller's last change is in them. */
export class WaitlistQueries {
  constructor(
    private readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>,
    private readonly facts: Facts,
  ) {}

  /** Of others' entries only the number is shown. */
  async of(poolId: string, identity: Identity): Promise<WaitlistView> {
    const { state } = await this.calendars.load(calendarStream(poolId), { fresh: true });
    const ordered = inWaitlistOrder(state.agenda.waitlist.values());
    const entries = ordered.flatMap((entry, index) =>
      entry.userId === identity.userId || may(identity, 'readAll') ? [toView(entry, poolId, index + 1)] : [],
    );
    return { poolId, length: ordered.length, entries };
  }

  async find(entryId: string): Promise<FoundEntry | undefined> {
    for (const { poolId } of this.facts.pools.values()) {
      const { state } = await this.calendars.load(calendarStream(poolId), { fresh: true });
      const entry = state.agenda.waitlist.get(entryId);
      if (entry) return { poolId, entry };
    }
    return undefined;
  }
}

export function viewIn({ agenda }: Calendar, poolId: string, entryId: string): WaitlistEntryView | undefined {
  const ordered = inWaitlistOrder(agenda.waitlist.values());
  const index = ordered.findIndex((entry) => entry.entryId === entryId);
  const entry = ordered[index];
  return entry && toView(entry, poolId, index + 1);
}

function toView(entry: WaitlistEntry, poolId: string, position: number): WaitlistEntryView {
  const { entryId: id, model, memoryGb, uuids, neededBy, title, offer, requestId: _, ...rest } = entry;
  return {
    ...rest,
    id,
    poolId,
    position,
    ...defined({
      model: model ?? undefined,
      memoryGb: memoryGb ?? undefined,
      devices: uuids ?? undefined,
      neededBy: neededBy ?? undefined,
      title: title ?? undefined,
      offer: offer ?? undefined,
    }),
  };
}

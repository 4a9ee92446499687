import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { GangPlace } from '@berth/contracts/scheduler/events';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { Calendar } from '../../calendar/calendar.js';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Facts } from '../../facts/facts.js';
import type { HostFact } from '../../facts/host.facts.js';
import type { JobQueueIndex } from '../../queue/waiting/job-queue-index.js';
import { calendarStream } from '../../streams.js';
import type { SchedulingState } from '../../queue/waiting/scheduling-state.js';

/** The members of a gang and where they run. */
export class GangMembers {
  constructor(
    private readonly queueIndex: JobQueueIndex,
    private readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>,
    private readonly facts: Facts,
  ) {}

  /** Those of its members that wait or hold devices, by the queue index. */
  membersOf(gangId: string, poolId: string): SchedulingState[] {
    const held = [...this.queueIndex.allHeld].map(({ scheduling }) => scheduling);
    const queued = this.queueIndex.queue(poolId).map(({ scheduling }) => scheduling);
    return [...held, ...queued].filter(({ spec }) => spec.gang?.gangId === gangId);
  }

  /**
   * What a member's run gets to know of the others. Leases of a gang are made in one append, so all of them are
   * known.
   */
  async environmentOf({ poolId, spec: { gang } }: SchedulingState): Promise<{ [name: string]: string }> {
    if (!gang) return {};
    const { state: calendar } = await this.calendars.load(calendarStream(poolId), { fresh: true });
    const hosts = new Map<number, HostFact>();
    for (const member of this.membersOf(gang.gangId, poolId)) {
      const lease = calendar.leases.get(calendar.leaseOfJob.get(member.id) ?? '');
      const host = this.facts.hosts.get(lease?.hostId ?? '');
      if (host && member.spec.gang) hosts.set(member.spec.gang.rank, host);
    }
    return gangEnvironment(gang, hosts);
  }
}

/** @param hosts by rank, as far as they are known; the list of hosts is empty where one is not */
export function gangEnvironment(
  { gangId, rank, size }: GangPlace,
  hosts: ReadonlyMap<number, Pick<HostFact, 'name' | 'addresses'>>,
): { [name: string]: string } {
  const names = Array.from({ length: size }, (_, each) => hosts.get(each)?.name ?? '');
  const first = hosts.get(0);
  return {
    BERTH_GANG_ID: gangId,
    BERTH_GANG_RANK: String(rank),
    BERTH_GANG_SIZE: String(size),
    BERTH_GANG_HOSTS: names.join(','),
    ...(first ? { MASTER_ADDR: first.addresses[0] ?? first.name } : {}),
  };
}

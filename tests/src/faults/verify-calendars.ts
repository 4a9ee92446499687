import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { RecordedEvent } from '@berth/event-store';

type Leased = Extract<CalendarEvent, { type: 'scheduler.calendar.devicesLeased.v1' }>['data'];

export interface CalendarReport {
  /** Violated invariants, as messages; empty where there are none. */
  readonly violations: readonly string[];
  readonly leases: readonly Leased[];
  /** Leases that have not been released. */
  readonly open: number;
}

/** Replays what calendars recorded, by position: each device is held by one lease at a time, each run of a job has one lease. */
export function verifyCalendars(events: readonly RecordedEvent[]): CalendarReport {
  const violations: string[] = [];
  const leases = new Map<string, Leased>();
  const holders = new Map<string, string>();
  const held = new Map<string, string>();
  const runs = new Set<string>();
  for (const event of events as unknown as readonly (CalendarEvent & RecordedEvent)[]) {
    if (event.type === 'scheduler.calendar.devicesLeased.v1') {
      const { leaseId, jobId, run, devices } = event.data;
      const say = (wrong: string) => violations.push(`${event.position}: job ${jobId}, run ${run}: ${wrong}`);
      if (leases.has(leaseId)) say('its lease was made twice');
      if (runs.has(`${jobId}.${run}`)) say('was leased twice');
      if (held.has(jobId)) say('is leased while another run of the job is');
      for (const { uuid } of devices) {
        if (holders.has(uuid)) say(`${uuid} is held by lease ${holders.get(uuid) ?? ''}`);
        holders.set(uuid, leaseId);
      }
      leases.set(leaseId, event.data);
      runs.add(`${jobId}.${run}`);
      held.set(jobId, leaseId);
    }
    if (event.type === 'scheduler.calendar.leaseReleased.v1') {
      const { leaseId, jobId } = event.data;
      const lease = leases.get(leaseId);
      if (held.get(jobId) !== leaseId)
        violations.push(`${event.position}: lease ${leaseId} was released without being held`);
      held.delete(jobId);
      for (const { uuid } of lease?.devices ?? []) if (holders.get(uuid) === leaseId) holders.delete(uuid);
    }
  }
  return { violations, leases: [...leases.values()], open: held.size };
}

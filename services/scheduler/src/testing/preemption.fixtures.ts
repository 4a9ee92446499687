import assert from 'node:assert/strict';
import { DEFAULT_POLICY, type PoolPolicy } from '@berth/contracts/scheduler/policy';
import { idFromName } from '@berth/kernel/ids';
import { emptyCalendar, withLease, type Calendar, type Lease } from '../calendar/calendar.js';
import { calendarDecider } from '../calendar/calendar.decider.js';
import type { CalendarCommand } from '../calendar/calendar.commands.js';
import { demandOf } from '../placement/demand.js';
import type { Candidate } from '../placement/planned.js';
import { preemptionsFor, type PoolSnapshot } from '../placement/preemption/preemptions.js';
import { ada, at, bob } from './calendar.fixtures.js';
import { aDevice, aHost, aSpec, openTerms } from './fixtures.js';

/** Two hosts, of four devices and of two. */
export const host = aHost('one', [aDevice(0), aDevice(1), aDevice(2), aDevice(3)]);
export const other = aHost('two', [aDevice(0), aDevice(1)]);
export const G = (index: number, of = host): string => of.devices[index]?.uuid ?? '';
/** Runs of worse classes yield after ten minutes. */
export const policy: PoolPolicy = {
  ...DEFAULT_POLICY,
  preemption: { mode: 'lowerClass', minimumRunMinutes: 10, graceSeconds: 30 },
};

/** Bob's lease; it may be ended. */
export const aHeld = (name: string, uuids: readonly string[], change: Partial<Lease> = {}): Lease => ({
  ...openTerms,
  leaseId: idFromName('lease', name),
  jobId: name,
  ...bob,
  run: 1,
  hostId: host.hostId,
  uuids,
  class: 'training',
  vcpus: 0,
  ramMiB: 0,
  leasedAt: at(-60),
  yieldsFrom: at(-50),
  ...change,
});
/** Ada's job, of the best class. */
export const aCandidate = (
  count: number,
  change: Partial<Candidate> & { spec?: object } = {},
): Candidate => ({
  jobId: 'candidate',
  ...ada,
  demand: demandOf(aSpec({ gpus: { count }, ...change.spec }), undefined),
  timeoutMinutes: 60,
  grantPriority: 0,
  queuedAt: at(0),
  ...change,
});
export const poolWith = (leases: readonly Lease[], change: Partial<PoolSnapshot> = {}): PoolSnapshot => {
  const calendar = leases.reduce(withLease, change.calendar ?? emptyCalendar);
  const { agenda } = calendar;
  const jobOf = () => ({ grantPriority: 2, preemptible: false });
  return { policy, now: at(0), hosts: [host], stopping: new Set(), jobOf, ...change, agenda, calendar };
};
export const victimsOf = (candidate: Candidate, pool: PoolSnapshot, limit = 32): string[] =>
  preemptionsFor([candidate], pool, limit).map(({ lease, cause }) => `${lease.jobId} ${cause}`);
export const planned = (...commands: readonly CalendarCommand[]): Calendar =>
  commands.reduce((calendar, command) => {
    const decided = calendarDecider.decide(command, calendar);
    assert.ok(decided.ok);
    return decided.value.reduce(calendarDecider.evolve, calendar);
  }, emptyCalendar);

/** Members with equal requests that start together. */
export function aGang(
  size: number,
  count: number,
  change: Partial<Candidate> & { spec?: object } = {},
): Candidate {
  const [first, ...others] = Array.from({ length: size }, (_, rank) =>
    aCandidate(count, { ...change, jobId: `member-${rank}`, gangId: 'asking' }),
  );
  return { ...(first as Candidate), others };
}

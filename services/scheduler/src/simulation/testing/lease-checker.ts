import assert from 'node:assert/strict';
import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { SimulatedQuotas } from '@berth/contracts/scheduler/simulation';
import type { HostFact } from '../../facts/host.facts.js';

type Leased = Extract<CalendarEvent, { type: 'scheduler.calendar.devicesLeased.v1' }>['data'];

/** Counts the leases independently, from what the calendar records: it shares no code with what it checks. */
export class LeaseChecker {
  readonly #held = new Map<string, Leased>();
  readonly #limits = new Map<string, number>();
  readonly #cores = new Map<string, number>();

  constructor(
    hosts: readonly HostFact[],
    private readonly quotas: SimulatedQuotas = {},
  ) {
    for (const host of hosts) {
      this.#cores.set(host.hostId, host.cpuCores);
      this.#limits.set(`cpu of ${host.hostId}`, host.cpuLimits.training);
      for (const { uuid, limits } of host.devices) this.#limits.set(uuid, limits.training);
    }
  }

  readonly follow = (events: readonly CalendarEvent[]): void => {
    for (const event of events) {
      if (event.type === 'scheduler.calendar.leaseReleased.v1')
        assert.ok(this.#held.delete(event.data.leaseId), 'what nobody holds was released');
      if (event.type === 'scheduler.calendar.devicesLeased.v1') this.#lease(event.data);
    }
    this.#check();
    assertWholeGangs(events);
  };

  assertAllReleased(): void {
    assert.equal(this.#held.size, 0);
  }

  #lease(lease: Leased): void {
    assert.ok(
      ![...this.#held.values()].some(({ jobId }) => jobId === lease.jobId),
      `${lease.jobId} holds twice`,
    );
    this.#held.set(lease.leaseId, lease);
  }

  #check(): void {
    const held = [...this.#held.values()];
    const places = held.flatMap(({ devices, hostId }) =>
      devices.length > 0 ? devices.map(({ uuid }) => uuid) : [`cpu of ${hostId}`],
    );
    for (const [place, count] of counts(places))
      assert.ok(count <= (this.#limits.get(place) ?? 0), `${place} is held ${count} times`);
    for (const [hostId, cores] of this.#cores) {
      const taken = held
        .filter((lease) => lease.hostId === hostId)
        .reduce((sum, { vcpus = 0 }) => sum + vcpus, 0);
      assert.ok(taken <= cores, `${taken} of ${cores} CPUs of ${hostId} are held`);
    }
    const gpusOf = (name: 'userId' | 'projectId') =>
      counts(held.flatMap((lease) => lease.devices.map(() => lease[name])));
    for (const [user, gpus] of gpusOf('userId'))
      assert.ok(gpus <= (this.quotas.userGpus ?? Infinity), `${user} holds ${gpus}`);
    for (const [project, gpus] of gpusOf('projectId'))
      assert.ok(gpus <= (this.quotas.projectGpus ?? Infinity), `${project} holds ${gpus}`);
  }
}

/** All of a gang by one decision of the calendar. */
function assertWholeGangs(events: readonly CalendarEvent[]): void {
  const gangs = events.flatMap((event) =>
    event.type === 'scheduler.calendar.devicesLeased.v1' ? (event.data.gangId ?? []) : [],
  );
  for (const [gang, members] of counts(gangs)) assert.equal(members, 2, `${members} of ${gang} were placed`);
}

function counts(names: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const name of names) found.set(name, (found.get(name) ?? 0) + 1);
  return found;
}

import type { InputOf } from '@berth/contracts/define';
import type { AvailabilityView } from '@berth/contracts/scheduler/reservation.views';
import type { availabilityQuery } from '@berth/contracts/scheduler/reservations';
import { may } from '@berth/contracts/permissions';
import { addMs } from '@berth/kernel/clock';
import { reject } from '@berth/kernel/rejection';
import { err } from '@berth/kernel/result';
import { orReject, type Identity } from '@berth/service-host/operation';
import { refusedBeginning, refusedLength } from '../../calendar/reservation-refusals.js';
import type { ReservationLimits } from '../../calendar/calendar.commands.js';
import { freeWindows } from '../../calendar/free-windows.js';
import type { Entitlement } from '../../facts/entitlement.js';
import type { Facts } from '../../facts/facts.js';
import type { Visibility } from '../../facts/visibility.js';
import { choosePool, findProject, findPool } from '../../facts/project-and-pool.js';
import type { Policies } from '../../queue/policy/policies.js';
import { calendarStream } from '../../streams.js';
import { reservableDevices, limitsOf } from './reservable-devices.js';
import type { Calendars } from '../../calendars.js';
import { startingAt } from './reservation-intent.js';

/** When devices that a user may reserve are free. What they may not see is neither searched nor counted. */
export class Availability {
  constructor(
    private readonly parts: {
      readonly calendars: Calendars;
      readonly facts: Facts;
      readonly policies: Policies;
      readonly visibility: Visibility;
    },
  ) {}

  async find(
    identity: Identity,
    input: InputOf<typeof availabilityQuery>,
    now: string,
  ): Promise<AvailabilityView> {
    const { calendars, facts, policies } = this.parts;
    const { poolId, projectId, devices, entitlement } = this.#scope(identity, input);
    const choice = orReject(reservableDevices(facts.hostsOf(poolId), { devices }, input.gpus));
    const durationMs = input.durationMinutes * 60_000;
    const from = startingAt(input.from, now);
    const limits = limitsOf(policies.of(poolId), entitlement, now);
    mustBeReservable(from, input, limits, now);
    const horizon = addMs(limits.horizon, durationMs);
    const until = input.until !== undefined && input.until < horizon ? input.until : horizon;
    const { state } = await calendars.load(calendarStream(poolId), { fresh: true });
    const owner = { userId: identity.userId, projectId, shared: false };
    const { oneHost, first: limit } = input;
    const windows = freeWindows(state, owner, { choice, durationMs, range: { from, until }, limit, oneHost });
    return { poolId, matching: choice.candidates.length, windows };
  }

  #scope(identity: Identity, { pool, project }: InputOf<typeof availabilityQuery>): Scope {
    const { facts, visibility } = this.parts;
    if (project !== undefined) {
      const { projectId } = orReject(findProject(facts, identity, project));
      const chosen = orReject(choosePool(facts, identity, projectId, pool));
      const { pool: its, entitlement } = chosen;
      return { poolId: its.poolId, projectId, devices: entitlement.devices, entitlement };
    }
    const { poolId } = findPool(facts, visibility, identity, pool);
    const devices = visibility.devicesOf(identity, poolId);
    const entitlement = this.#widest(identity, poolId);
    return { poolId, projectId: '', devices: typeof devices === 'string' ? undefined : devices, entitlement };
  }

  /**
   * The longest that any of the caller's projects could reserve; auditors, who see all and may reserve nothing, may
   * search for anything.
   */
  #widest(identity: Identity, poolId: string): Scope['entitlement'] {
    const { facts, visibility } = this.parts;
    const { userId } = identity;
    const projectIds = ['', ...visibility.projectsOf(userId)];
    const all = projectIds.flatMap(
      (projectId) =>
        facts.entitlements.of({ userId, projectId, staff: may(identity, 'useAllPools') }, poolId) ?? [],
    );
    if (all.length === 0) return { maxHours: Infinity, timeMultiplier: Infinity };
    return {
      maxHours: Math.max(...all.map(({ maxHours }) => maxHours)),
      timeMultiplier: Math.max(...all.map(({ timeMultiplier }) => timeMultiplier)),
    };
  }
}

interface Scope {
  readonly poolId: string;
  readonly projectId: string;
  readonly devices: ReadonlySet<string> | undefined;
  readonly entitlement: Pick<Entitlement, 'maxHours' | 'timeMultiplier'>;
}

/** What could not be reserved is not shown as free. */
function mustBeReservable(
  from: string,
  { until, durationMinutes }: InputOf<typeof availabilityQuery>,
  limits: ReservationLimits,
  now: string,
): void {
  const wrong = (field: string, what: string) => reject('VALIDATION_FAILED', `${field}: ${what}`, field);
  const refusal =
    (from < now ? wrong('from', 'must not be in the past') : undefined) ??
    (until !== undefined && until <= from ? wrong('until', 'must be after from') : undefined) ??
    refusedLength(durationMinutes / 60, limits) ??
    refusedBeginning(from, limits);
  if (refusal) orReject(err(refusal));
}

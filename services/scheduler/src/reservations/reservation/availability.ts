import type { InputOf } from '@berth/contracts/define';
import type { AvailabilityView } from '@berth/contracts/scheduler/reservation.views';
import type { availabilityQuery } from '@berth/contracts/scheduler/reservations';
import { addMs } from '@berth/kernel/clock';
import { reject } from '@berth/kernel/rejection';
import { err } from '@berth/kernel/result';
import { orReject, type Identity } from '@berth/service-host/operation';
import { refusedBeginning, refusedLength } from '../../calendar/booking-refusals.js';
import type { BookingLimits } from '../../calendar/calendar.commands.js';
import { freeWindows } from '../../calendar/free-windows.js';
import { isStaff, type Entitlement } from '../../facts/entitlement.js';
import type { Facts } from '../../facts/facts.js';
import type { Visibility } from '../../facts/visibility.js';
import { choosePool, findProject } from '../../facts/project-and-pool.js';
import type { Policies } from '../../queue/policy/policies.js';
import { calendarStream } from '../../streams.js';
import { bookableDevices, limitsOf } from './bookable.js';
import { poolCalled } from '../../facts/pool-called.js';
import type { Calendars } from './reservations.js';
import { startingAt } from './wanted-window.js';

/** When devices that somebody may book are free. What they may not see is neither searched nor counted. */
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
    const { poolId, projectId, devices, entitlement } = this.scope(identity, input);
    const choice = orReject(bookableDevices(facts.hostsOf(poolId), { devices }, input.gpus));
    const durationMs = input.durationMinutes * 60_000;
    const from = startingAt(input.from, now);
    const limits = limitsOf(policies.of(poolId), entitlement, now);
    mustBeBookable(from, input, limits, now);
    const horizon = addMs(limits.horizon, durationMs);
    const until = input.until !== undefined && input.until < horizon ? input.until : horizon;
    const { state } = await calendars.load(calendarStream(poolId), { fresh: true });
    const booker = { userId: identity.userId, projectId, shared: false };
    const { oneHost, first: most } = input;
    const windows = freeWindows(state, booker, { choice, durationMs, range: { from, until }, most, oneHost });
    return { poolId, matching: choice.candidates.length, windows };
  }

  private scope(identity: Identity, { pool, project }: InputOf<typeof availabilityQuery>): Scope {
    const { facts, visibility } = this.parts;
    if (project !== undefined) {
      const { projectId } = orReject(findProject(facts, identity, project));
      const chosen = orReject(choosePool(facts, identity, projectId, pool));
      const { pool: its, entitlement } = chosen;
      return { poolId: its.poolId, projectId, devices: entitlement.devices, entitlement };
    }
    const { poolId } = poolCalled(facts, visibility, identity, pool);
    const devices = visibility.devicesOf(identity, poolId);
    const entitlement = this.widest(identity, poolId);
    return { poolId, projectId: '', devices: typeof devices === 'string' ? undefined : devices, entitlement };
  }

  /** The most that any of the caller's projects could book; who may see all and book nothing may look for anything. */
  private widest(identity: Identity, poolId: string): Scope['entitlement'] {
    const { facts, visibility } = this.parts;
    const { userId } = identity;
    const projectIds = ['', ...visibility.projectsOf(userId)];
    const all = projectIds.flatMap(
      (projectId) => facts.entitlements.of({ userId, projectId, staff: isStaff(identity) }, poolId) ?? [],
    );
    if (all.length === 0) return { longestHours: Infinity, timeMultiplier: Infinity };
    return {
      longestHours: Math.max(...all.map(({ longestHours }) => longestHours)),
      timeMultiplier: Math.max(...all.map(({ timeMultiplier }) => timeMultiplier)),
    };
  }
}

interface Scope {
  readonly poolId: string;
  readonly projectId: string;
  readonly devices: ReadonlySet<string> | undefined;
  readonly entitlement: Pick<Entitlement, 'longestHours' | 'timeMultiplier'>;
}

/** What could not be booked is not shown as free. */
function mustBeBookable(
  from: string,
  { until, durationMinutes }: InputOf<typeof availabilityQuery>,
  limits: BookingLimits,
  now: string,
): void {
  const wrong = (field: string, what: string) => reject('VALIDATION_FAILED', `${field}: ${what}`, field);
  const refusal =
    (from < now ? wrong('from', 'must be now or later') : undefined) ??
    (until !== undefined && until <= from ? wrong('until', 'must be after the beginning') : undefined) ??
    refusedLength(durationMinutes / 60, limits) ??
    refusedBeginning(from, limits);
  if (refusal) orReject(err(refusal));
}

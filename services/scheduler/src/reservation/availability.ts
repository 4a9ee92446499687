import type { InputOf } from '@berth/contracts/define';
import type { AvailabilityView } from '@berth/contracts/scheduler/reservation.views';
import type { availabilityQuery } from '@berth/contracts/scheduler/reservations';
import { addMs } from '@berth/kernel/clock';
import { reject } from '@berth/kernel/rejection';
import { err } from '@berth/kernel/result';
import { orReject, type Identity } from '@berth/service-host/operation';
import { freeWindows } from '../calendar/free-windows.js';
import type { Facts } from '../facts/facts.js';
import type { Visibility } from '../facts/visibility.js';
import { choosePool, findProject } from '../job/submission.js';
import type { Policies } from '../policy/policies.js';
import { calendarStream } from '../streams.js';
import { bookableDevices } from './bookable.js';
import { poolCalled } from '../facts/pool-called.js';
import type { Calendars } from './reservations.js';
import { startingAt } from './wanted-window.js';

const DAY_MS = 86_400_000;

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
    const { poolId, projectId, devices } = this.scope(identity, input);
    const choice = orReject(bookableDevices(facts.hostsOf(poolId), { devices }, input.gpus));
    const durationMs = input.durationMinutes * 60_000;
    const from = startingAt(input.from, now);
    if (from < now) pastRefused();
    const horizon = addMs(now, policies.of(poolId).reservations.horizonDays * DAY_MS + durationMs);
    const until = input.until !== undefined && input.until < horizon ? input.until : horizon;
    const { state } = await calendars.load(calendarStream(poolId), { fresh: true });
    const booker = { userId: identity.userId, projectId, shared: false };
    const { oneHost, first: most } = input;
    const windows = freeWindows(state, booker, { choice, durationMs, range: { from, until }, most, oneHost });
    return { poolId, matching: choice.candidates.length, windows };
  }

  private scope(
    identity: Identity,
    { pool, project }: InputOf<typeof availabilityQuery>,
  ): { poolId: string; projectId: string; devices: ReadonlySet<string> | undefined } {
    const { facts, visibility } = this.parts;
    if (project !== undefined) {
      const { projectId } = orReject(findProject(facts, identity, project));
      const chosen = orReject(choosePool(facts, identity, projectId, pool));
      return { poolId: chosen.pool.poolId, projectId, devices: chosen.entitlement.devices };
    }
    const { poolId } = poolCalled(facts, visibility, identity, pool);
    const devices = visibility.devicesOf(identity, poolId);
    return { poolId, projectId: '', devices: typeof devices === 'string' ? undefined : devices };
  }
}

const pastRefused = (): never =>
  orReject(err(reject('VALIDATION_FAILED', 'from: must be now or later', 'from')));

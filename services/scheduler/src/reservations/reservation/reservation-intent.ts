import type { InputOf } from '@berth/contracts/define';
import { may } from '@berth/contracts/permissions';
import type { reserve } from '@berth/contracts/scheduler/reservations';
import { addMs } from '@berth/kernel/clock';
import { defined } from '@berth/kernel/defined';
import { idFromName } from '@berth/kernel/ids';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { ReserveCommand } from '../../calendar/calendar.commands.js';
import type { Facts } from '../../facts/facts.js';
import { choosePool, findProject, type Submitter } from '../../facts/project-and-pool.js';
import type { Policies } from '../../queue/policy/policies.js';
import { occurrences } from './occurrences.js';
import { reservableDevices, limitsOf } from './reservable-devices.js';

/** A beginning slightly in the past means now: requests take time. */
const LATE_MS = 60_000;

interface Wanted {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly durationMinutes?: number | undefined;
}

export const startingAt = (from: string | undefined, now: string): string =>
  from === undefined || (from < now && from >= addMs(now, -LATE_MS)) ? now : from;

/** From `from`, or now, for a duration or until an instant: one of both must be given. */
export function wantedWindow(
  { from, until, durationMinutes }: Wanted,
  now: string,
): Result<{ readonly from: string; readonly until: string }, Rejection> {
  if ((until === undefined) === (durationMinutes === undefined)) {
    const one = 'durationMinutes: give either durationMinutes or until';
    return err(reject('VALIDATION_FAILED', one, 'durationMinutes'));
  }
  const start = startingAt(from, now);
  const end = until ?? addMs(start, Math.round((durationMinutes ?? 0) * 60_000));
  if (end <= start) return err(reject('VALIDATION_FAILED', 'until: must be after from', 'until'));
  return ok({ from: start, until: end });
}

export interface ReservationRequest {
  readonly input: InputOf<typeof reserve>;
  readonly identity: Submitter;
  readonly commandId: string;
  readonly now: string;
}

/** A command makes the same reservations, however often it is sent. */
export const reservationIdOf = (commandId: string, index: number): string =>
  idFromName('reservation', commandId, String(index));

/** A user's input as a command to the calendar, by the facts known here now. */
export function reservationIntent(
  { facts, policies }: { readonly facts: Facts; readonly policies: Policies },
  { input, identity, commandId, now }: ReservationRequest,
): Result<ReserveCommand, Rejection> {
  const { userId } = identity;
  const user = facts.users.get(userId);
  if (user && user.status !== 'active') return err(reject('FORBIDDEN', 'your account is not active'));
  const project = findProject(facts, identity, input.project);
  if (!project.ok) return project;
  const { projectId } = project.value;
  const chosen = choosePool(facts, identity, projectId, input.pool);
  if (!chosen.ok) return chosen;
  const { pool, entitlement } = chosen.value;
  const { poolId } = pool;
  const policy = policies.of(poolId);
  if (!policy.reservations.enabled) {
    return err(reject('INVALID_STATE', `pool: devices of "${pool.name}" cannot be reserved`, 'pool'));
  }
  if (pool.approval && !may(identity, 'useAllPools')) {
    const ask = `pool: reservations in "${pool.name}" require approval; use requestGpus`;
    return err(reject('FORBIDDEN', ask, 'pool'));
  }
  const choice = reservableDevices(facts.hostsOf(poolId), entitlement, input.gpus);
  if (!choice.ok) return choice;
  const first = wantedWindow(input, now);
  if (!first.ok) return first;
  const windows = input.repeat ? occurrences(first.value, input.repeat) : ok([first.value]);
  if (!windows.ok) return windows;
  const { title, reason, repeat, sharedWithProject } = input;
  return ok({
    type: 'reserve',
    poolId,
    projectId,
    userId,
    occurrences: windows.value.map((window, index) => ({
      ...window,
      reservationId: reservationIdOf(commandId, index),
    })),
    choice: choice.value,
    limits: limitsOf(policy, entitlement, now),
    grantPriority: entitlement.priority,
    sharedWithProject,
    ...defined({ title, reason }),
    ...(repeat === undefined ? {} : { seriesId: idFromName('series', commandId) }),
    now,
  });
}

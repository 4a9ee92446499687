import type { InputOf } from '@berth/contracts/define';
import type { MaintenanceView } from '@berth/contracts/scheduler/reservation.views';
import type { cancelMaintenance, setMaintenance } from '@berth/contracts/scheduler/reservations';
import type { Position } from '@berth/event-store';
import { defined } from '@berth/kernel/defined';
import { idFromName, uuidFromName } from '@berth/kernel/ids';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { orReject, type Reply, type UserCall } from '@berth/service-host/operation';
import type { Facts } from '../../facts/facts.js';
import { isRemoved } from '../../facts/host.facts.js';
import type { Visibility } from '../../facts/visibility.js';
import { calendarStream } from '../../streams.js';
import type { MaintenanceQueries } from './maintenance.queries.js';
import { toMaintenanceView } from './maintenance.view.js';
import { occurrences, type Window } from './occurrences.js';
import { findPool } from '../../facts/project-and-pool.js';
import type { Calendars } from '../../calendars.js';
import type { DirtyPools } from '../../queue/waiting/dirty-pools.js';
import { wantedWindow } from './reservation-intent.js';

export interface MaintenanceParts {
  readonly calendars: Calendars;
  readonly facts: Facts;
  readonly visibility: Visibility;
  readonly queries: MaintenanceQueries;
  readonly waitForViews: (position: Position, timeoutMs: number) => Promise<boolean>;
  readonly dirtyPools: Pick<DirtyPools, 'mark'>;
}

const VIEW_TIMEOUT_MS = 5000;

type SetCall = UserCall<InputOf<typeof setMaintenance>>;
type CancelCall = UserCall<InputOf<typeof cancelMaintenance>>;

/** Sets, changes and calls off the times in which devices take no work. */
export class MaintenanceWindows {
  constructor(private readonly parts: MaintenanceParts) {}

  async set({ input, identity, meta }: SetCall): Reply<readonly MaintenanceView[]> {
    const { calendars, facts, visibility, dirtyPools } = this.parts;
    const { poolId } = findPool(facts, visibility, identity, input.pool);
    this.#mustBeThere(poolId, input.hosts);
    const first = orReject(wantedWindow(input, meta.now));
    const windows = orReject(windowsOf(input, first));
    const { state } = await calendars.load(calendarStream(poolId));
    const { maintenanceId, reason } = input;
    if (maintenanceId !== undefined && !state.agenda.maintenance.has(maintenanceId)) {
      return err(
        reject(
          'NOT_FOUND',
          'maintenanceId: there is no such active or upcoming maintenance window',
          'maintenanceId',
        ),
      );
    }
    const command = {
      type: 'setMaintenance',
      poolId,
      windows: windows.map((window, index) => ({
        ...window,
        windowId: maintenanceId ?? idFromName('maintenance', meta.commandId, String(index)),
      })),
      hosts: input.hosts.map(({ hostId, devices }) => ({ hostId, ...defined({ uuids: devices }) })),
      reason,
      ...seriesOf(
        input,
        meta.commandId,
        maintenanceId && state.agenda.maintenance.get(maintenanceId)?.seriesId,
      ),
      now: meta.now,
    } as const;
    const { position } = orReject(await calendars.execute(calendarStream(poolId), command, meta));
    dirtyPools.mark(poolId);
    const ids = command.windows.map((window) => window.windowId);
    return this.#answer(ids, position);
  }

  async cancel({ input, meta }: CancelCall): Reply<readonly MaintenanceView[]> {
    const { calendars, dirtyPools } = this.parts;
    const { maintenanceId: windowId, restOfSeries } = input;
    const poolId = await this.#poolOf(windowId);
    const { state } = await calendars.load(calendarStream(poolId));
    const window = state.agenda.maintenance.get(windowId);
    const rest = [...state.agenda.maintenance.values()].filter(
      (each) =>
        restOfSeries && window?.seriesId && each.seriesId === window.seriesId && each.from > window.from,
    );
    const ids = [windowId, ...rest.map((each) => each.windowId)];
    const outcomes = await Promise.all(
      ids.map((id, index) => {
        const commandId = index === 0 ? meta.commandId : uuidFromName('part', meta.commandId, id);
        const command = {
          type: 'endMaintenance',
          poolId,
          windowId: id,
          cause: 'cancelled',
          now: meta.now,
        } as const;
        return calendars.execute(calendarStream(poolId), command, { ...meta, commandId });
      }),
    );
    const done = outcomes.map(orReject);
    dirtyPools.mark(poolId);
    const position = done
      .flatMap((each) => each.position ?? [])
      .sort()
      .at(-1);
    return this.#answer(ids, position);
  }

  async #answer(ids: readonly string[], position: Position | undefined): Reply<readonly MaintenanceView[]> {
    if (position !== undefined && !(await this.parts.waitForViews(position, VIEW_TIMEOUT_MS))) {
      const behind =
        'the change is recorded, but its result is not readable yet; repeat it with the same idempotency key';
      return err(reject('UNAVAILABLE', behind));
    }
    const result = (await this.parts.queries.documents(ids)).map(toMaintenanceView);
    return ok({ result, ...defined({ position }) });
  }

  async #poolOf(windowId: string): Promise<string> {
    for (const { poolId } of this.parts.facts.pools.values()) {
      const { state } = await this.parts.calendars.load(calendarStream(poolId));
      if (state.agenda.maintenance.has(windowId)) return poolId;
    }
    const known = await this.parts.queries.document(windowId);
    return (
      known?.poolId ??
      orReject(
        err(reject('NOT_FOUND', 'maintenanceId: there is no such maintenance window', 'maintenanceId')),
      )
    );
  }

  #mustBeThere(poolId: string, hosts: SetCall['input']['hosts']): void {
    for (const { hostId, devices: uuids = [] } of hosts) {
      const host = this.parts.facts.hosts.get(hostId);
      if (host?.poolId !== poolId || isRemoved(host)) {
        return orReject(err(reject('NOT_FOUND', `hosts: there is no host ${hostId} in this pool`, 'hosts')));
      }
      const missing = uuids.find((uuid) => !host.devices.some((device) => device.uuid === uuid));
      if (missing === undefined) continue;
      const none = `hosts: "${host.name}" has no device "${missing}"`;
      return orReject(err(reject('NOT_FOUND', none, 'hosts')));
    }
  }
}

function windowsOf(
  { maintenanceId, repeat }: SetCall['input'],
  first: Window,
): Result<readonly Window[], Rejection> {
  if (!repeat) return ok([first]);
  if (maintenanceId === undefined) return occurrences(first, repeat);
  const one = 'repeat: cannot be given when one window is changed; omit it';
  return err(reject('VALIDATION_FAILED', one, 'repeat'));
}

function seriesOf(
  { repeat }: SetCall['input'],
  commandId: string,
  known: string | null | undefined,
): { readonly seriesId?: string } {
  if (known) return { seriesId: known };
  return repeat ? { seriesId: idFromName('series', commandId) } : {};
}

import { defined } from '@berth/kernel/defined';
import { Controller, Inject } from '@nestjs/common';
import type { InputOf } from '@berth/contracts/define';
import {
  cordonHost,
  drainHost,
  removeHost,
  setDeviceLimits,
  setDeviceState,
  uncordonHost,
  updateHost,
} from '@berth/contracts/inventory/operations';
import type { HostView } from '@berth/contracts/inventory/views';
import { reject, RejectedError, type Rejection } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { CommandMeta } from '@berth/service-host/command-meta';
import { Operation, orReject, type Call, type Reply } from '@berth/service-host/operation';
import { noSuchPool } from '../pool/pool.decider.js';
import { Pools } from '../pool/pools.js';
import { HostQueries, type HostUse } from './host-queries.js';
import { noSuchDevice } from '../host/device.decisions.js';
import type { HostCommand } from '../host/host.js';
import { Hosts } from '../host/hosts.js';

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function inUse({ leases, reservations }: HostUse): Rejection | undefined {
  if (leases === 0 && reservations === 0) return undefined;
  const held = `hostId: the host is in use: ${counted(leases, 'lease')}, ${counted(reservations, 'reservation')} active or upcoming`;
  const todo =
    'drain it and end its reservations first, or remove it with force (its leases and reservations are then lost)';
  return reject('INVALID_STATE', `${held}; ${todo}`, 'hostId', { leases, reservations });
}

@Controller()
export class HostController {
  constructor(
    @Inject(Hosts) private readonly hosts: Hosts,
    @Inject(Pools) private readonly pools: Pools,
    @Inject(HostQueries) private readonly queries: HostQueries,
  ) {}

  @Operation(updateHost)
  async update({ input, meta }: Call<InputOf<typeof updateHost>>): Reply<HostView> {
    const { hostId, ...changes } = input;
    if (changes.poolId !== undefined) {
      if (!(await this.pools.find(changes.poolId))) return err(noSuchPool);
      if (await this.queries.isLeased(hostId)) {
        return err(
          reject(
            'INVALID_STATE',
            'the host still has leases: change its pool when they have ended',
            'poolId',
          ),
        );
      }
    }
    return this.#execute({ type: 'updateHost', hostId, changes }, meta);
  }

  @Operation(cordonHost)
  async cordon({ input, meta }: Call<InputOf<typeof cordonHost>>): Reply<HostView> {
    return this.#execute({ type: 'cordonHost', ...input }, meta);
  }

  @Operation(uncordonHost)
  async uncordon({ input, meta }: Call<InputOf<typeof uncordonHost>>): Reply<HostView> {
    return this.#execute({ type: 'uncordonHost', ...input }, meta);
  }

  @Operation(drainHost)
  async drain({ input, meta }: Call<InputOf<typeof drainHost>>): Reply<HostView> {
    return this.#execute({ type: 'drainHost', ...input }, meta);
  }

  @Operation(removeHost)
  async remove({ input, meta }: Call<InputOf<typeof removeHost>>): Reply<HostView> {
    const { hostId, reason, force } = input;
    const host = await this.hosts.find(hostId);
    // a lost or stopped host has lost its runs already
    if (!force && (host?.status === 'online' || host?.status === 'joining')) {
      const refusal = inUse(await this.queries.useOf(hostId));
      if (refusal) return err(refusal);
    }
    const because = defined({ reason });
    return this.#execute({ type: 'removeHost', hostId, ...because, now: meta.now }, meta);
  }

  @Operation(setDeviceState)
  async setDeviceState({ input, meta }: Call<InputOf<typeof setDeviceState>>): Reply<HostView> {
    const hostId = await this.#hostOf(input);
    return this.#execute({ type: 'setDeviceState', ...input, hostId }, meta);
  }

  @Operation(setDeviceLimits)
  async setDeviceLimits({ input, meta }: Call<InputOf<typeof setDeviceLimits>>): Reply<HostView> {
    const hostId = await this.#hostOf(input);
    return this.#execute({ type: 'setDeviceLimits', ...input, hostId }, meta);
  }

  async #execute(command: HostCommand, meta: CommandMeta): Reply<HostView> {
    const { host, position } = orReject(await this.hosts.execute(command, meta));
    return ok({ result: this.queries.fullView(host), position });
  }

  async #hostOf({ hostId, uuid }: { readonly hostId?: string; readonly uuid: string }): Promise<string> {
    const found = hostId ?? (await this.queries.hostOfDevice(uuid));
    if (found === undefined) throw new RejectedError(noSuchDevice);
    return found;
  }
}

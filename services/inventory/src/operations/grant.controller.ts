import { Controller, Inject } from '@nestjs/common';
import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import { createGrant, grantsQuery, revokeGrant } from '@berth/contracts/inventory/operations';
import type { GrantView } from '@berth/contracts/inventory/views';
import { idFromName } from '@berth/kernel/ids';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { Operation, type Call, type Reply } from '@berth/service-host/operation';
import { Hosts } from '../host/hosts.js';
import { noSuchPool } from '../pool/pool.decider.js';
import { Pools } from '../pool/pools.js';
import { HostQueries } from './host-queries.js';
import { GrantQueries } from './grant-queries.js';
import { toGrantView } from '../grant/grant.decider.js';
import { Grantees } from '../grant/grantees.js';
import { Grants, type GrantResult } from '../grant/grants.js';

@Controller()
export class GrantController {
  constructor(
    @Inject(Grants) private readonly grants: Grants,
    @Inject(GrantQueries) private readonly queries: GrantQueries,
    @Inject(Grantees) private readonly grantees: Grantees,
    @Inject(Pools) private readonly pools: Pools,
    @Inject(Hosts) private readonly hosts: Hosts,
    @Inject(HostQueries) private readonly hostQueries: HostQueries,
  ) {}

  @Operation(createGrant)
  async create({ input, meta }: Call<InputOf<typeof createGrant>>): Reply<GrantView> {
    if (!(await this.pools.find(input.poolId))) return err(noSuchPool);
    if (input.deviceUuid !== undefined && !(await this.#isInPool(input.deviceUuid, input.poolId))) {
      return err(reject('NOT_FOUND', 'there is no such device in this pool', 'deviceUuid'));
    }
    const refusal = await this.grantees.refusal(input);
    if (refusal) return err(refusal);
    const grantId = idFromName('grant', meta.commandId);
    return answer(await this.grants.create({ grantId, ...input, createdAt: meta.now }, meta));
  }

  @Operation(revokeGrant)
  async revoke({ input, meta }: Call<InputOf<typeof revokeGrant>>): Reply<GrantView> {
    return answer(await this.grants.revoke(input.grantId, meta));
  }

  @Operation(grantsQuery)
  async list({ input, identity }: Call<InputOf<typeof grantsQuery>>): Reply<PageOf<GrantView>> {
    return ok({ result: await this.queries.page(input, identity) });
  }

  async #isInPool(uuid: string, poolId: string): Promise<boolean> {
    const hostId = await this.hostQueries.hostOfDevice(uuid);
    const host = hostId === undefined ? undefined : await this.hosts.find(hostId);
    return host?.poolId === poolId && host.devices.some((device) => device.uuid === uuid);
  }
}

const answer = (settled: Result<GrantResult, Rejection>) =>
  settled.ok ? ok({ result: toGrantView(settled.value.grant), position: settled.value.position }) : settled;

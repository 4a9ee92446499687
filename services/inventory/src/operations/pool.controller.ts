import { Controller, Inject } from '@nestjs/common';
import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import { createPool, poolsByIdQuery, poolsQuery, updatePool } from '@berth/contracts/inventory/operations';
import type { PoolView } from '@berth/contracts/inventory/views';
import type { Rejection } from '@berth/kernel/rejection';
import { ok, type Result } from '@berth/kernel/result';
import { Operation, type Call, type Reply } from '@berth/service-host/operation';
import { Visibility } from '../access/visibility.js';
import { PoolQueries } from './pool-queries.js';
import { toPoolView } from '../pool/pool.decider.js';
import { Pools, type PoolResult } from '../pool/pools.js';

@Controller()
export class PoolController {
  constructor(
    @Inject(Pools) private readonly pools: Pools,
    @Inject(PoolQueries) private readonly queries: PoolQueries,
    @Inject(Visibility) private readonly visibility: Visibility,
  ) {}

  @Operation(createPool)
  async create({ input, meta }: Call<InputOf<typeof createPool>>): Reply<PoolView> {
    return answer(await this.pools.create(input, meta));
  }

  @Operation(updatePool)
  async update({ input, meta }: Call<InputOf<typeof updatePool>>): Reply<PoolView> {
    return answer(await this.pools.update(input, meta));
  }

  @Operation(poolsQuery)
  async list({ input, identity }: Call<InputOf<typeof poolsQuery>>): Reply<PageOf<PoolView>> {
    return ok({ result: await this.queries.page(input, await this.visibility.of(identity)) });
  }

  @Operation(poolsByIdQuery)
  async byIds({ input, identity }: Call<InputOf<typeof poolsByIdQuery>>): Reply<readonly PoolView[]> {
    return ok({ result: await this.queries.byIds(input.ids, await this.visibility.of(identity)) });
  }
}

const answer = (settled: Result<PoolResult, Rejection>) =>
  settled.ok ? ok({ result: toPoolView(settled.value.pool), position: settled.value.position }) : settled;

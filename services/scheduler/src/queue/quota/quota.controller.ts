import { Controller, Inject } from '@nestjs/common';
import type { InputOf } from '@berth/contracts/define';
import {
  quotasQuery,
  removeQuota,
  setQuota,
  type QuotaEvent,
  type QuotaView,
} from '@berth/contracts/scheduler/quotas';
import { defined } from '@berth/kernel/defined';
import { idFromName } from '@berth/kernel/ids';
import { ok } from '@berth/kernel/result';
import type { Aggregates } from '@berth/service-host/aggregates';
import { Operation, orReject, type Reply, type UserCall } from '@berth/service-host/operation';
import { quotaStream } from '../../streams.js';
import { QuotaQueries } from './quota.queries.js';
import { QuotaTargets } from './quotas.js';
import type { DeclaredQuota, QuotaCommand, QuotaTarget } from './quota.js';

export const QUOTAS = Symbol('aggregates of quotas');

@Controller()
export class QuotaController {
  constructor(
    @Inject(QUOTAS) private readonly aggregates: Aggregates<DeclaredQuota, QuotaCommand, QuotaEvent>,
    @Inject(QuotaTargets) private readonly targets: QuotaTargets,
    @Inject(QuotaQueries) private readonly queries: QuotaQueries,
  ) {}

  @Operation(setQuota)
  async set({ input, identity, meta }: UserCall<InputOf<typeof setQuota>>): Reply<QuotaView> {
    const { user, project, pool, borrow, reason, ...limits } = input;
    const target = orReject(this.targets.one(identity, { user, project, pool }));
    const quotaId = quotaIdOf(target);
    const why = defined({ reason });
    const command = { type: 'set', quotaId, target, limits, borrow, now: meta.now, ...why } as const;
    const { position } = orReject(await this.aggregates.execute(quotaStream(quotaId), command, meta));
    const result = await this.queries.view({ quotaId, ...target, limits, borrow, setAt: meta.now });
    return ok({ result, ...defined({ position }) });
  }

  @Operation(removeQuota)
  async remove({ input, meta }: UserCall<InputOf<typeof removeQuota>>): Reply<null> {
    const { quotaId, reason } = input;
    const why = defined({ reason });
    const command = { type: 'remove', quotaId, now: meta.now, ...why } as const;
    const { position } = orReject(await this.aggregates.execute(quotaStream(quotaId), command, meta));
    return ok({ result: null, ...defined({ position }) });
  }

  @Operation(quotasQuery)
  async list({ input, identity }: UserCall<InputOf<typeof quotasQuery>>): Reply<readonly QuotaView[]> {
    const target = orReject(this.targets.any(identity, input));
    return ok({ result: await this.queries.list(identity, target) });
  }
}

/** One quota for each user or project, and pool. */
const quotaIdOf = ({ userId = '', projectId = '', poolId = '' }: QuotaTarget): string =>
  idFromName('quota', userId, projectId, poolId);

import { Controller, Inject } from '@nestjs/common';
import type { InputOf } from '@berth/contracts/define';
import { pendingQuery } from '@berth/contracts/scheduler/operations';
import type { PendingView } from '@berth/contracts/scheduler/views';
import { ok } from '@berth/kernel/result';
import { Operation, type Reply, type UserCall } from '@berth/service-host/operation';
import { PendingQueries } from './pending.queries.js';

@Controller()
export class PendingController {
  constructor(@Inject(PendingQueries) private readonly waiting: PendingQueries) {}

  @Operation(pendingQuery)
  async pending({ input, identity }: UserCall<InputOf<typeof pendingQuery>>): Reply<readonly PendingView[]> {
    return ok({ result: await this.waiting.pending(identity, input.ids) });
  }
}

import { Controller, Inject } from '@nestjs/common';
import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import { queueQuery } from '@berth/contracts/scheduler/operations';
import type { QueueEntry } from '@berth/contracts/scheduler/views';
import { ok } from '@berth/kernel/result';
import { Operation, type Reply, type UserCall } from '@berth/service-host/operation';
import { QueueQueries } from './queue.queries.js';

@Controller()
export class QueueController {
  constructor(@Inject(QueueQueries) private readonly queue: QueueQueries) {}

  @Operation(queueQuery)
  async queued({ input, identity }: UserCall<InputOf<typeof queueQuery>>): Reply<PageOf<QueueEntry>> {
    return ok({ result: this.queue.page(identity, input) });
  }
}

import { Controller, Inject } from '@nestjs/common';
import type { InputOf } from '@berth/contracts/define';
import { connectionsQuery, type ReservationConnection } from '@berth/contracts/scheduler/waitlist';
import { ok } from '@berth/kernel/result';
import { Operation, type Reply, type UserCall } from '@berth/service-host/operation';
import { Connections } from './connections.js';

@Controller()
export class ConnectionController {
  constructor(@Inject(Connections) private readonly connections: Connections) {}

  @Operation(connectionsQuery)
  async of({
    input,
    identity,
    meta,
  }: UserCall<InputOf<typeof connectionsQuery>>): Reply<readonly ReservationConnection[]> {
    return ok({ result: await this.connections.of(identity, input, meta.now) });
  }
}

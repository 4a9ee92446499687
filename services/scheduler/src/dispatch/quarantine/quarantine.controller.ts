import { Controller, Inject } from '@nestjs/common';
import type { InputOf } from '@berth/contracts/define';
import {
  liftQuarantine,
  quarantinesQuery,
  type QuarantineEvent,
  type QuarantineView,
} from '@berth/contracts/scheduler/quarantine';
import { defined } from '@berth/kernel/defined';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { Aggregates } from '@berth/service-host/aggregates';
import { Operation, orReject, type Reply, type UserCall } from '@berth/service-host/operation';
import { Facts } from '../../facts/facts.js';
import { quarantineStream } from '../../streams.js';
import type { Quarantine } from './quarantine.js';
import type { QuarantineCommand } from './quarantine.decider.js';
import { Quarantines } from './quarantines.js';

export const QUARANTINES = Symbol('aggregates of quarantines');

@Controller()
export class QuarantineController {
  constructor(
    @Inject(QUARANTINES)
    private readonly aggregates: Aggregates<Quarantine, QuarantineCommand, QuarantineEvent>,
    @Inject(Quarantines) private readonly quarantines: Quarantines,
    @Inject(Facts) private readonly facts: Facts,
  ) {}

  @Operation(liftQuarantine)
  async lift({ input, meta }: UserCall<InputOf<typeof liftQuarantine>>): Reply<null> {
    const { hostId, reason } = input;
    if (!this.facts.hosts.has(hostId))
      return err(reject('NOT_FOUND', 'hostId: there is no such host', 'hostId'));
    const why = defined({ reason });
    const command = { type: 'lift', hostId, now: meta.now, ...why } as const;
    const { position } = orReject(await this.aggregates.execute(quarantineStream(hostId), command, meta));
    return ok({ result: null, ...defined({ position }) });
  }

  /** Whoever knows a host may know that it takes no work. */
  @Operation(quarantinesQuery)
  byIds({ input }: UserCall<InputOf<typeof quarantinesQuery>>): Reply<readonly QuarantineView[]> {
    const found = input.ids.flatMap((hostId) => this.quarantines.view(hostId) ?? []);
    return Promise.resolve(ok({ result: found }));
  }
}

import { Controller, Inject } from '@nestjs/common';
import type { InputOf } from '@berth/contracts/define';
import { DEFAULT_POLICY } from '@berth/contracts/scheduler/policy';
import { cancelSimulation, simulateQuery } from '@berth/contracts/scheduler/simulation';
import type { SimulationView } from '@berth/contracts/scheduler/simulation.views';
import { may } from '@berth/contracts/permissions';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import { Operation, orReject, type Identity, type Reply, type UserCall } from '@berth/service-host/operation';
import { Policies } from '../queue/policy/policies.js';
import { PoolShapes } from './pool-shapes.js';
import { RecordedJobs } from './recorded-jobs.js';
import type { SimulationInput, SimulationSetting } from './simulate.js';
import { SimulationThreads } from './simulation-threads.js';

/** Guests borrow devices; they have no policy to think about. */

@Controller()
export class SimulationController {
  constructor(
    @Inject(SimulationThreads) private readonly threads: SimulationThreads,
    @Inject(PoolShapes) private readonly pools: PoolShapes,
    @Inject(Policies) private readonly policies: Policies,
    @Inject(RecordedJobs) private readonly recorded: RecordedJobs,
  ) {}

  @Operation(simulateQuery)
  async simulate({ input, identity }: UserCall<SimulationInput>): Reply<SimulationView> {
    const setting = await this.#settingOf(input, identity);
    return ok({ result: orReject(await this.threads.run(identity.userId, { input, setting })) });
  }

  @Operation(cancelSimulation)
  cancel({
    input,
    identity,
  }: UserCall<InputOf<typeof cancelSimulation>>): Reply<{ readonly cancelled: boolean }> {
    const cancelled = this.threads.cancel(identity.userId, input.simulationId);
    return Promise.resolve(ok({ result: { cancelled } }));
  }

  async #settingOf(input: SimulationInput, identity: Identity): Promise<SimulationSetting> {
    const { pool, workload } = input;
    const poolId = pool === undefined ? undefined : this.pools.idOf(identity, pool);
    if (workload.recorded && !may(identity, 'readAll'))
      orReject(
        err(
          reject('FORBIDDEN', 'workload.recorded: requires a role that sees all jobs', 'workload.recorded'),
        ),
      );
    if (workload.recorded && poolId === undefined)
      orReject(err(reject('VALIDATION_FAILED', 'pool: is required with workload.recorded', 'pool')));
    if (poolId === undefined) return { hosts: [], policy: DEFAULT_POLICY };
    const shape = { hosts: this.pools.hostsOf(identity, poolId), policy: this.policies.of(poolId) };
    if (!workload.recorded) return shape;
    return { ...shape, recorded: await this.recorded.submitted(poolId, workload.recorded) };
  }
}

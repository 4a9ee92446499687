import { cancelSimulation, simulateQuery } from '@berth/contracts/scheduler/simulation';
import { newId } from '@berth/kernel/ids';
import { asValue, defineMutation, successOf } from '../graphql/mutation.js';
import { toPlainId } from '../graphql/ids.js';
import { ClusterInput, PolicyInput, QuotasInput, WorkloadInput } from './simulation.inputs.js';
import { Simulation } from './simulation.type.js';

/** Slightly longer than the scheduler's own limit for a simulation. */
const TIMEOUT_MS = 65_000;

defineMutation({
  name: 'simulate',
  description:
    'Simulates a workload under one or more policies in virtual time, without side effects. It may take up to a minute; each user can run one at a time.',
  input: (t) => ({
    pool: t.string({ description: 'Id or name of the pool whose hosts and policy are the default.' }),
    cluster: t.field({ type: ClusterInput, description: 'Hosts instead of those of a pool.' }),
    workload: t.field({ type: WorkloadInput, required: true, description: 'What is submitted.' }),
    policies: t.field({ type: [PolicyInput], required: true, description: '1 to 6 policies to compare.' }),
    quotas: t.field({ type: QuotasInput, description: 'Default: none.' }),
    untilHours: t.float({
      description: 'End of the simulation in hours; default: when all jobs have ended.',
    }),
    seed: t.float({ description: 'Of a synthetic workload: a whole number; default: 1.' }),
  }),
  success: successOf('simulate', 'simulation', Simulation, 'Result.'),
  // The scheduler's own answer comes before that, also that it was too long.
  timeoutMs: TIMEOUT_MS + 5_000,
  run: async ({ pool, ...input }, { calls, onDisconnect }) => {
    const simulationId = newId();
    // Otherwise it would continue without a reader and block the user's next simulation.
    const stopWatching = onDisconnect(() => void calls.tryQuery(cancelSimulation, { simulationId }));
    try {
      const where = pool === undefined ? {} : { pool: toPlainId(pool) };
      const asked = { ...input, ...where, simulationId };
      return asValue(await calls.tryQuery(simulateQuery, asked, { timeoutMs: TIMEOUT_MS }));
    } finally {
      stopWatching();
    }
  },
});

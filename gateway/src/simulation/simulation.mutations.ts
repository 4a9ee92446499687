import { cancelSimulation, simulateQuery } from '@berth/contracts/scheduler/simulation';
import { newId } from '@berth/kernel/ids';
import { asValue, defineMutation, successOf } from '../graphql/mutation.js';
import { toPlainId } from '../graphql/ids.js';
import { ClusterInput, PolicyInput, QuotasInput, WorkloadInput } from './simulation.inputs.js';
import { Simulation } from './simulation.type.js';

/** Somewhat more than a simulation may take at the scheduler. */
const TIMEOUT_MS = 65_000;

defineMutation({
  name: 'simulate',
  description:
    'Runs a workload under policies in virtual time, and changes nothing. A minute at most; one at a time for each user.',
  input: (t) => ({
    pool: t.string({ description: 'Id or name: its hosts and policy, where no others are given.' }),
    cluster: t.field({ type: ClusterInput, description: 'Hosts instead of those of a pool.' }),
    workload: t.field({ type: WorkloadInput, required: true, description: 'What is submitted.' }),
    policies: t.field({ type: [PolicyInput], required: true, description: '1 to 6, side by side.' }),
    quotas: t.field({ type: QuotasInput, description: 'None where left out.' }),
    untilHours: t.float({ description: 'It ends then; when all is done where left out.' }),
    seed: t.float({ description: 'Of a synthetic workload: a whole number; 1 where left out.' }),
  }),
  success: successOf('simulate', 'simulation', Simulation, 'What came of it.'),
  // The scheduler's own answer comes before that, also that it was too long.
  timeoutMs: TIMEOUT_MS + 5_000,
  run: async ({ pool, ...input }, { calls, whenGone }) => {
    const simulationId = newId();
    // Else it would go on for nobody, and its user could begin no other.
    const stopWatching = whenGone(() => void calls.tryQuery(cancelSimulation, { simulationId }));
    try {
      const where = pool === undefined ? {} : { pool: toPlainId(pool) };
      const asked = { ...input, ...where, simulationId };
      return asValue(await calls.tryQuery(simulateQuery, asked, { timeoutMs: TIMEOUT_MS }));
    } finally {
      stopWatching();
    }
  },
});

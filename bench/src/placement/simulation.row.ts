import { DEFAULT_POLICY } from '@berth/contracts/scheduler/policy';
import { givenHosts, gpusOf, widestOf } from '@berth/scheduler/simulation/engine/cluster';
import { Simulation } from '@berth/scheduler/simulation/engine/simulation';
import { syntheticWorkload } from '@berth/scheduler/simulation/workload/synthetic';
import type { Figure, Row, Setting } from '../figure.js';

const DAYS = 365;
const JOBS_A_DAY = 137;
const LOAD = 0.7;

const hosts = givenHosts([{ hosts: 2, gpus: 8, model: 'GPU', memoryGb: 80, vcpus: 128, ramGb: 1024 }]);

async function measure(setting: Setting): Promise<readonly Figure[]> {
  const days = setting.quick ? 30 : DAYS;
  const jobs = days * JOBS_A_DAY;
  const gpus = gpusOf(hosts);
  setting.say(`simulating ${days} days of ${gpus} GPUs, ${jobs} jobs`);
  const shape = { jobs, days, users: 12, projects: 4, load: LOAD, preemptible: 0, seed: 1 };
  const workload = syntheticWorkload(shape, gpus, widestOf(hosts));
  const start = performance.now();
  const simulation = new Simulation({
    workload,
    hosts,
    policy: DEFAULT_POLICY,
    quotas: {},
    untilMs: Infinity,
  });
  const { passes } = simulation.run();
  const seconds = (performance.now() - start) / 1000;
  return [
    {
      name: 'simulation.rate',
      what: `jobs simulated: ${days} days of ${gpus} GPUs at ${LOAD} of their time, with backfill (pure)`,
      unit: '/s',
      value: jobs / seconds,
      better: 'higher',
      beside: { 'in all, s': seconds, passes },
    },
  ];
}

export const simulationRow: Row = {
  name: 'simulation',
  measures: 'replaying a year of a small cluster in virtual time',
  run: measure,
};

import { once } from 'node:events';
import type { ReadModels } from '@berth/read-models';
import type { Facts } from '../facts/facts.js';
import type { Visibility } from '../facts/visibility.js';
import type { Feature } from '../feature.js';
import { PoolShapes } from './pool-shapes.js';
import { RecordedJobs } from './recorded-jobs.js';
import { SimulationController } from './simulation.controller.js';
import { SimulationThreads } from './simulation-threads.js';

export function simulationFeature(readModels: ReadModels, facts: Facts, visibility: Visibility): Feature {
  const threads = new SimulationThreads();
  return {
    controllers: [SimulationController],
    providers: [
      { provide: SimulationThreads, useValue: threads },
      { provide: PoolShapes, useValue: new PoolShapes(facts, visibility) },
      { provide: RecordedJobs, useValue: new RecordedJobs(readModels) },
    ],
    background: [
      {
        name: 'simulations',
        start: async (signal) => {
          if (!signal.aborted) await once(signal, 'abort');
          threads.close();
        },
      },
    ],
  };
}

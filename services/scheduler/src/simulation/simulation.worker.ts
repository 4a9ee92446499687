import { parentPort, workerData } from 'node:worker_threads';
import { RejectedError } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { SimulatedResult, SimulationOrder } from './simulation-threads.js';
import { simulate } from './simulate.js';

/** A simulation has a thread of its own: it keeps one busy for as long as it takes, and can be ended from outside. */
function result({ input, setting }: SimulationOrder): SimulatedResult {
  try {
    const started = performance.now();
    const { simulationId } = input;
    const simulated = simulate(input, setting);
    return ok({ simulationId, ...simulated, wallMs: Math.round(performance.now() - started) });
  } catch (error) {
    if (error instanceof RejectedError) return err(error.rejection);
    throw error;
  }
}

parentPort?.postMessage(result(workerData as SimulationOrder));

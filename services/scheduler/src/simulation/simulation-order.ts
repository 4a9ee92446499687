import type { SimulationView } from '@berth/contracts/scheduler/simulation.views';
import type { Rejection } from '@berth/kernel/rejection';
import type { Result } from '@berth/kernel/result';
import type { SimulationInput, SimulationSetting } from './simulate.js';

/** What a thread gets. */
export interface SimulationOrder {
  readonly input: SimulationInput;
  readonly setting: SimulationSetting;
}

/** What it answers. */
export type SimulatedResult = Result<SimulationView, Rejection>;

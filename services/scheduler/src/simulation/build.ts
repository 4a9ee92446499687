import type { Platform } from '@berth/service-host/platform';
import type { FactsWing } from '../facts/build.js';
import { simulationFeature } from './simulation.feature.js';

/** What would have been with another policy. */
export const buildSimulation = ({ readModels }: Platform, { facts, visibility }: FactsWing) => ({
  features: [simulationFeature(readModels, facts, visibility)],
});

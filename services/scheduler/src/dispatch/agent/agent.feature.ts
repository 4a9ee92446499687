import type { Feature } from '../../feature.js';
import { Reconciler } from '../reconciler.js';
import { AgentController } from './agent.controller.js';

/** What agents tell of their runs, and ask. */
export const agentFeature = (reconciler: Reconciler): Feature => ({
  controllers: [AgentController],
  providers: [{ provide: Reconciler, useValue: reconciler }],
});

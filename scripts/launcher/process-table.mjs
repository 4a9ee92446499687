import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FixableError } from '../setup/errors.mjs';
import { ROOT } from '../setup/paths.mjs';
import { agentEnv, gatewayEnv, serviceEnv } from './environments.mjs';

export const SERVICES = ['auth', 'inventory', 'scheduler', 'telemetry', 'billing'];

/**
 * The processes of one installation besides the bus, in groups: all start together, and stop group by group. An agent
 * first ends its runs and reports them, so what it reports to goes after it.
 */
export function processTable(installation, { port, agent, simulateGpus, trustJobs }) {
  const services = SERVICES.map((name) =>
    own(name, `services/${name}`, { env: serviceEnv(name, installation), graceMs: 15_000 }),
  );
  const gateway = own('gateway', 'gateway', { env: gatewayEnv(installation, port), graceMs: 10_000 });
  const local = own('agent', 'agent', {
    env: agentEnv(installation, port, { simulateGpus, trustJobs }),
    graceMs: 45_000,
  });
  return [agent ? [local] : [], [gateway], services];
}

function own(name, folder, settings) {
  const entry = join(ROOT, folder, 'dist', 'main.js');
  if (!existsSync(entry))
    throw new FixableError(`${folder} is not built (no dist/main.js): run npm run build and see its output`);
  return { name, entry, ...settings };
}

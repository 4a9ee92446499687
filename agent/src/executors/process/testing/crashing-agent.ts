import { ProcessExecutor } from '../process-executor.js';
import { CGROUP_VARIANTS } from './a-run.js';
import type { RunSpec } from '../../executor.js';

/** A process of its own for tests to kill: starts the run it is given, says so on stdout, and waits. */
const [folder, specJson, hold] = process.argv.slice(2);
const detect = new Map(CGROUP_VARIANTS).get(hold ?? '');
if (!folder || !specJson || !detect) throw new Error('usage: agent-that-dies FOLDER SPEC HOLD');
const executor = await ProcessExecutor.open({
  folder,
  cgroups: await detect(),
  outputLimitBytes: 0,
  checkSeconds: 5,
});
await executor.start(JSON.parse(specJson) as RunSpec);
process.stdout.write('started\n');
setInterval(() => undefined, 1000);

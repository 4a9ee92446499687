import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { USAGE, parseOptions } from './launcher/options.mjs';
import { processTable } from './launcher/process-table.mjs';
import { runPlatform } from './launcher/run-platform.mjs';
import { fail } from './setup/errors.mjs';
import { withNode } from './setup/node.mjs';
import { prepare } from './setup/prepare.mjs';

const SCENARIO = fileURLToPath(new URL('demo/scenario.mjs', import.meta.url));

/** What is reserved in the demonstration must be a device; where there is none, so many are made up, and shown as such. */
const SIMULATED_GPUS = 2;
const hasGpu = () =>
  spawnSync('nvidia-smi', ['-L'], { stdio: 'ignore', timeout: 10_000, killSignal: 'SIGKILL' }).status === 0;

/** `npm start`, then the main job driven through the public API; `--exit` stops it all with the scenario's status. */
async function demo() {
  const simulateGpus = hasGpu() ? 0 : SIMULATED_GPUS;
  const options = parseOptions(process.argv.slice(2), { extra: ['--exit'], simulateGpus });
  if (options.help) {
    const simulated = `(default of the demonstration on a machine without a GPU: ${SIMULATED_GPUS})`;
    console.log(`${USAGE}\n                       ${simulated}`);
    console.log('  --exit               stop when the demonstration has ended');
    return;
  }
  // members' jobs run also where nothing can hold them apart, which is printed then: the users here are made up
  options.trustJobs = true;
  const programs = await prepare();
  await runPlatform(programs, options, processTable, async (url) => {
    const env = { ...withNode(programs.node), BERTH_URL: url, BERTH_DATA: options.data };
    const scenario = spawn(programs.node, [SCENARIO], { stdio: 'inherit', env });
    process.once('exit', () => scenario.kill());
    const [code] = await once(scenario, 'exit');
    if (options.flags.has('--exit')) return code ?? 1;
    console.log(code === 0 ? '' : `The demonstration failed (status ${code}).`);
    console.log(`Berth runs at ${url}; Ctrl-C stops it`);
    return undefined;
  });
}

demo().catch(fail);

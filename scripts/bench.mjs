import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fail } from './setup/errors.mjs';
import { withNode } from './setup/node.mjs';
import { ROOT } from './setup/paths.mjs';
import { prepare } from './setup/prepare.mjs';

const BENCH = join(ROOT, 'bench', 'dist', 'main.js');

/** `npm run bench -- [options]`: measures what there is, each figure beside its floor; `--help` lists the options. */
async function bench() {
  const { node, natsServer } = await prepare();
  const env = { ...withNode(node), BERTH_NATS_SERVER: natsServer };
  const measuring = spawn(node, [BENCH, ...process.argv.slice(2)], { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => measuring.kill(signal));
  const [code] = await once(measuring, 'exit');
  process.exit(code ?? 1);
}

bench().catch(fail);

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail, FixableError } from './setup/errors.mjs';
import { ensureNode } from './setup/node.mjs';
import { ROOT } from './setup/paths.mjs';

/** `npm run berth -- ...`: the command line as it was built, in the folder from which npm was called. */
async function berth() {
  const program = join(ROOT, 'clients/cli/dist/bundle/berth.cjs');
  if (!existsSync(program)) throw new FixableError('berth is not built; npm start builds it');
  const child = spawn(await ensureNode(), [program, ...process.argv.slice(2)], {
    cwd: process.env.INIT_CWD ?? process.cwd(),
    stdio: 'inherit',
  });
  // Ctrl-C reaches both by the terminal; what the child makes of it is the end
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);
  process.exitCode = await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

berth().catch(fail);

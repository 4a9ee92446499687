import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { commonEnv } from './launcher/environments.mjs';
import { fail } from './setup/errors.mjs';
import { ROOT } from './setup/paths.mjs';
import { prepare } from './setup/prepare.mjs';

const AGENT = join(ROOT, 'agent', 'dist', 'main.js');
const DATA = join(ROOT, 'data');
/** Ctrl-C may reach us twice: from the terminal, and from npm, which passes it on. */
const SAME_SIGNAL_MS = 300;

/** `npm run agent`: makes this machine a host of a platform that runs elsewhere. Settings are environment variables. */
async function agent() {
  const { node } = await prepare();
  const env = { BERTH_AGENT_DIR: join(DATA, 'host'), BERTH_PRIVATE_FOLDERS: DATA, ...commonEnv(node) };
  // in a session of its own, and ended by the channel when we are gone: signals reach it by us only, each once
  const child = spawn(node, [AGENT], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env, detached: true });
  let firstSignal;
  const passOn = () => {
    if (firstSignal !== undefined && Date.now() - firstSignal < SAME_SIGNAL_MS) return;
    firstSignal ??= Date.now();
    child.kill('SIGTERM');
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, passOn);
  const [code] = await once(child, 'exit');
  process.exit(code ?? 1);
}

agent().catch(fail);

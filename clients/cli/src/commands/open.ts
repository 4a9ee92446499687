import { spawn } from 'node:child_process';
import type { Invocation } from '../invocation.js';

/** Where there is no browser the address is enough. */
export async function run({ url, output }: Invocation): Promise<void> {
  const page = `${url}/docs/`;
  output.line(page);
  if (!process.stdout.isTTY) return;
  const program = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const child = spawn(program, [page], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';

/**
 * The background half holds the read end of a pipe from us: when we are gone, however that came about, it reads the end
 * and stops the program, which by then has the shell's own pid. A line on the pipe calls it off.
 */
const GUARD = `{ read -r line || kill -TERM $$; } <&3 >/dev/null 2>&1 & exec "$@" 3<&-`;

/** Starts a foreign program such that it can't outlive this process. Its stderr is a pipe, stdout is dropped. */
export function spawnGuarded(command: string, args: readonly string[]): ChildProcess {
  const child = spawn('/bin/sh', ['-c', GUARD, 'guard', command, ...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const pipe = child.stdio[3] as Socket;
  pipe.on('error', () => undefined);
  child.once('exit', () => pipe.end('done\n'));
  // a test that fails before it stops its server still ends, and the guard ends the server
  for (const handle of [child, pipe, child.stderr as Socket]) handle.unref();
  return child;
}

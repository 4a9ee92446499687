import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { waitForNats } from './wait-for-nats.mjs';

/**
 * The ways to start a process that can't outlive us. All are in a session of their own: Ctrl-C reaches the launcher
 * only, which stops them in order.
 */

/**
 * A process of Berth: over IPC it sends `{ type: 'ready' }`, before that perhaps `waiting` for what, and at its end
 * perhaps `failed` and why; it ends when the other side of that is gone.
 */
export function launchOwn({ node, entry, env, log, onWaiting, onFailed }) {
  const child = spawn(node, [entry], { stdio: ['ignore', log, log, 'ipc'], env, detached: true });
  closeSync(log);
  const ready = new Promise((resolve) => {
    child.on('message', (message) => {
      if (message?.type === 'ready') resolve(message);
      else if (message?.type === 'waiting') onWaiting(String(message.text));
      else if (message?.type === 'failed')
        onFailed({ text: String(message.text), isFinal: !!message.isFinal });
    });
  });
  return { child, ready };
}

/**
 * The background half of the shell holds the read end of a pipe from us: when we are gone, however that came about, it
 * reads the end and stops the program, which by then has the shell's own pid. A line on the pipe calls it off.
 */
const GUARD = `{ read -r line || kill -TERM $$; } <&3 >/dev/null 2>&1 & exec "$@" 3<&-`;

export function launchNats({ binary, config, port, log, env }) {
  const child = spawn('/bin/sh', ['-c', GUARD, 'guard', binary, '-c', config], {
    stdio: ['ignore', log, log, 'pipe'],
    env,
    detached: true,
  });
  closeSync(log);
  const pipe = child.stdio[3];
  pipe.on('error', () => undefined);
  child.once('exit', () => pipe.end('done\n'));
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return { child, ready: waitForNats(port, isRunning) };
}

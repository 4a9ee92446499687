import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether a nats-server sends its INFO on the port before the time is up; false at once when its process has ended. */
export async function waitForNats(
  port: number,
  { timeoutMs, whileRunning }: { timeoutMs: number; whileRunning: ChildProcess },
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline && whileRunning.exitCode === null && whileRunning.signalCode === null) {
    // an INFO on the port of a process that has just lost the race for it would be another server's
    if (await sendsInfo(port)) return whileRunning.exitCode === null;
    await sleep(20);
  }
  return false;
}

async function sendsInfo(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    const [chunk] = (await once(socket, 'data', { signal: AbortSignal.timeout(1_000) })) as [Buffer];
    return chunk.toString('latin1').startsWith('INFO ');
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

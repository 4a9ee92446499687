import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when a nats-server answers on the port; never, when its process ends before. */
export async function waitForNats(port, isRunning) {
  while (isRunning()) {
    if ((await sendsInfo(port)) && isRunning()) return { url: `nats://127.0.0.1:${port}` };
    await sleep(20);
  }
  return new Promise(() => undefined);
}

async function sendsInfo(port) {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    const [chunk] = await once(socket, 'data', { signal: AbortSignal.timeout(1_000) });
    return chunk.toString('latin1').startsWith('INFO ');
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

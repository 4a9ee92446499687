import { once } from 'node:events';
import { createServer } from 'node:net';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { FixableError } from '../setup/errors.mjs';

/** The port of last time where it is free, so that clients find the bus again; else a free one. */
export async function rememberedPort(file) {
  const last = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  const port = (last > 0 ? await listenOnce(last) : undefined) ?? (await listenOnce(0));
  writeFileSync(file, String(port), { mode: 0o600 });
  return port;
}

/** The port asked for, or a free one for 0. */
export async function claimPort(wanted) {
  const port = await listenOnce(wanted);
  if (port !== undefined) return port;
  throw new FixableError(`port ${wanted} is in use; choose another with --port N`);
}

async function listenOnce(port) {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return undefined;
  }
  const { port: got } = server.address();
  server.close();
  await once(server, 'close');
  return got;
}

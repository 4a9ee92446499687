import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('bare-yoga.process.js', import.meta.url));

export interface BareYoga {
  readonly port: number;
  close(): void;
}

export async function startBareYoga(): Promise<BareYoga> {
  const server = fork(PROGRAM);
  const [port] = (await once(server, 'message')) as [number];
  return { port, close: () => server.disconnect() };
}

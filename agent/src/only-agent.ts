import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';

/**
 * Makes this the only agent of a folder: two would send the same output under the same numbers. Held by an abstract
 * socket (unix(7)), which the kernel lets go of when the process ends, however it ends.
 * @throws where another agent has the folder
 */
export async function becomeOnlyAgent(folder: string): Promise<Server> {
  const name = createHash('sha256')
    .update(await realpath(folder))
    .digest('hex')
    .slice(0, 40);
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Error(`another agent runs on ${folder}`) : error),
    );
    server.listen(`\0berth-agent-${name}`, resolve);
  });
  return server.unref();
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Removes a folder in which a job could do what it liked. Not by Node, which goes by paths: a tree may be deeper than any
 * path can be long, and where something of a job is still at work, a folder may become a link to one of the host's while
 * it is being emptied. `rm` goes from folder to folder, and follows no links.
 */
export async function removeTree(path: string): Promise<void> {
  try {
    await run('rm', ['-rf', '--', path]);
  } catch {
    // folders that their owner may not enter or change, of jobs that run as the agent's user
    await run('chmod', ['-R', 'u+rwx', '--', path]).catch(() => undefined);
    await run('rm', ['-rf', '--', path]);
  }
}

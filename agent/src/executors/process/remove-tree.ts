import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Removes a folder that a job could change at will. Not by Node, which works with paths: a tree may be deeper than any
 * path can be long, and where a process of the job still runs, it may replace a folder by a link to one of the host's
 * during the removal. `rm` goes from folder to folder, and follows no links.
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

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { userOf } from '../processes.js';
import { findProgram } from '../programs.js';
import type { JobAccount } from './job-accounts.js';

/** Kills all processes of one run's account at once, so that a fork bomb can't escape. */
export async function killAccountProcesses({ uid, gid }: JobAccount): Promise<void> {
  const setpriv = findProgram('setpriv');
  for (let round = 0; setpriv && round < 50 && (await hasProcesses(uid)); round += 1) {
    const asAccount = [
      '--reuid',
      String(uid),
      '--regid',
      String(gid),
      '--clear-groups',
      '--no-new-privs',
      '--',
    ];
    const killer = spawn(setpriv, [...asAccount, '/bin/sh', '-c', 'kill -KILL -1'], { stdio: 'ignore' });
    await once(killer, 'close');
    await sleep(Math.min(100, 5 * round));
  }
}

async function hasProcesses(uid: number): Promise<boolean> {
  for (const entry of await readdir('/proc')) {
    if (/^\d+$/.test(entry) && (await userOf(Number(entry))) === uid) return true;
  }
  return false;
}

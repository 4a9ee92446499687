import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunKey } from '../executor.js';
import {
  readProcessStat,
  signalProcess,
  type ProcessIdentity,
  type ProcessStat,
} from './process-identity.js';

export interface StragglerTarget {
  readonly key: RunKey;
  readonly owner: string;
  /** The command's own process, which may have cleared its environment. */
  readonly leader: ProcessIdentity | undefined;
}

/**
 * Kills what runs have left behind without a cgroup: processes with the run's variables in their environment, the
 * leader itself, and all processes in the same session. One scan of /proc serves all callers.
 */
export class StragglerKiller {
  #waiting: { target: StragglerTarget; done: () => void }[] = [];
  #running = false;

  /** Resolves when none is left, or after about two seconds of trying. */
  end(target: StragglerTarget): Promise<void> {
    const ended = new Promise<void>((done) => this.#waiting.push({ target, done }));
    if (!this.#running) void this.#run();
    return ended;
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      for (let round = 0; round < 20; round += 1) {
        const found = await findStragglers(batch.map((entry) => entry.target));
        if (found.length === 0) break;
        for (const pid of found) signalProcess(pid, 'SIGKILL');
        await sleep(10 * round);
      }
      for (const entry of batch) entry.done();
    }
    this.#running = false;
  }
}

async function findStragglers(target: readonly StragglerTarget[]): Promise<number[]> {
  const names = new Set(target.map(({ key, owner }) => `${key.jobId}/${key.run}/${owner}`));
  const leaders = new Map(target.flatMap(({ leader }) => (leader ? [[leader.pid, leader.startTime]] : [])));
  const processes: { stat: ProcessStat; ours: boolean }[] = [];
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const stat = await readProcessStat(pid);
    if (!stat || stat.state === 'Z') continue;
    const ours = leaders.get(pid) === stat.startTime || names.has(await runOf(pid));
    processes.push({ stat, ours });
  }
  const sessions = new Set(processes.filter(({ ours }) => ours).map(({ stat }) => stat.session));
  // Session 0 is whatever was begun outside this container.
  sessions.delete(0);
  return processes.filter(({ stat, ours }) => ours || sessions.has(stat.session)).map(({ stat }) => stat.pid);
}

async function runOf(pid: number): Promise<string> {
  const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
  const value = (name: string) => new RegExp(`(?:^|\\0)${name}=([^\\0]*)`).exec(environment)?.[1];
  return `${value('BERTH_JOB_ID')}/${value('BERTH_RUN')}/${value('BERTH_RUN_OWNER')}`;
}

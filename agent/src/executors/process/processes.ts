import { readdir, readFile } from 'node:fs/promises';
import { runName, type RunKey } from '../executor.js';
import { readProcessStat } from './process-identity.js';

/** What a process says about itself, as far as the agent may read it. */
async function environmentOf(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
}

/** The user that a process runs as; undefined where its real, effective and saved ones differ (proc_pid_status(5)). */
export async function userOf(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'latin1').catch(() => '');
  const uids = /^Uid:\s+(\d+)\s+(\d+)\s+(\d+)/m.exec(status)?.slice(1) ?? [];
  const [uid] = uids;
  return uid !== undefined && uids.every((each) => each === uid) ? Number(uid) : undefined;
}

const valueIn = (environment: string, name: string): string | undefined =>
  new RegExp(`(?:^|\\0)${name}=([^\\0]*)`).exec(environment)?.[1];

/** Whether a process is of a run of this agent: it is in the session of the run's leader, or has the run's variables. */
export class OwnRuns {
  readonly #names: ReadonlySet<string>;
  readonly #leaders: ReadonlySet<number>;

  constructor(active: readonly (RunKey & { readonly pid?: number })[]) {
    this.#names = new Set(active.map(runName));
    this.#leaders = new Set(active.flatMap(({ pid }) => pid ?? []));
  }

  async have(pid: number): Promise<boolean> {
    if (this.#names.size === 0) return false;
    const stat = await readProcessStat(pid);
    if (stat && (this.#leaders.has(stat.session) || this.#leaders.has(pid))) return true;
    const environment = await environmentOf(pid);
    const [jobId, run] = [valueIn(environment, 'BERTH_JOB_ID'), valueIn(environment, 'BERTH_RUN')];
    return jobId !== undefined && this.#names.has(runName({ jobId, run: Number(run) }));
  }
}

/**
 * Nothing can run on a device that does not exist. Counted instead is a process that is configured to use the device:
 * whose CUDA_VISIBLE_DEVICES names it. Those that the agent may not inspect are not seen.
 */
export async function processesConfiguredToUse(
  uuids: ReadonlySet<string>,
): Promise<ReadonlyMap<string, number[]>> {
  const found = new Map<string, number[]>();
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const visible = valueIn(await environmentOf(pid), 'CUDA_VISIBLE_DEVICES') ?? '';
    for (const uuid of visible.split(',')) {
      if (uuids.has(uuid)) found.set(uuid, [...(found.get(uuid) ?? []), pid]);
    }
  }
  return found;
}

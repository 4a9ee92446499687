import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);
const ASK_MS = 5000;

export const jobAccount = z.object({
  uid: z.number().int().min(1),
  gid: z.number().int().min(0),
  /** Supplementary ones. */
  groups: z.array(z.number().int()),
  /** Used by this run only: all its processes belong to the run. */
  own: z.boolean(),
  name: z.string(),
  /** Where not the run's own folder. */
  home: z.string().optional(),
  shell: z.string().optional(),
});
export type JobAccount = z.output<typeof jobAccount>;

/**
 * Ranges of uids that need no passwd entry: above those of directory services and containers, else one for small
 * containers.
 */
const RANGES = [
  { from: 2_100_000_000, count: 65_536 },
  { from: 40_000, count: 10_000 },
] as const;
const NAME = 'job';

export class NoSuchAccount extends Error {}

/** Allocates a uid to each run; no account has to be created for it. */
export class JobAccounts {
  readonly #taken = new Set<number>();
  #next: number;

  constructor(private readonly range: { readonly from: number; readonly count: number } = mappedRange()) {
    this.#next = Math.floor(Math.random() * range.count);
  }

  /** Of a run whose files are still there. */
  take(uid: number): void {
    this.#taken.add(uid);
  }

  release(uid: number): void {
    this.#taken.delete(uid);
  }

  /** In sequence, so that a uid is reused as late as possible. */
  async fresh(): Promise<JobAccount> {
    const { from, count } = this.range;
    for (let tries = 0; tries < count; tries += 1) {
      const uid = from + this.#next;
      this.#next = (this.#next + 1) % count;
      if (this.#taken.has(uid)) continue;
      this.#taken.add(uid);
      return { uid, gid: uid, groups: await deviceGroups(), own: true, name: NAME };
    }
    throw new Error(`all ${count} accounts for jobs are in use; delete old runs`);
  }

  /** The account that staff have mapped to a user. @throws NoSuchAccount */
  async called(name: string): Promise<JobAccount> {
    const entry = await run('getent', ['passwd', '--', name], { timeout: ASK_MS }).catch(() => undefined);
    const [found, , uid, gid, , home, shell] = entry?.stdout.trim().split('\n')[0]?.split(':') ?? [];
    if (found === undefined || uid === undefined || gid === undefined)
      throw new NoSuchAccount(
        `this host has no account ${name}, to which the submitter of the job is mapped`,
      );
    if (Number(uid) === 0) throw new NoSuchAccount(`the account ${name} is root; jobs cannot run as root`);
    const groups = await run('id', ['-G', '--', name], { timeout: ASK_MS });
    return {
      uid: Number(uid),
      gid: Number(gid),
      groups: [...new Set([...groups.stdout.trim().split(' ').map(Number), ...(await deviceGroups())])],
      own: false,
      name: found,
      ...(home ? { home } : {}),
      ...(shell ? { shell } : {}),
    };
  }
}

/** In a container only some uids are mapped. */
function mappedRange(): { readonly from: number; readonly count: number } {
  const maps = readFileSync('/proc/self/uid_map', 'utf8').trim().split('\n');
  const isMapped = ({ from, count }: { readonly from: number; readonly count: number }) =>
    maps.some((line) => {
      const [first = 0, , length = 0] = line.trim().split(/\s+/).map(Number);
      return first <= from && from + count <= first + length;
    });
  return RANGES.find(isMapped) ?? RANGES[1];
}

/** Groups that GPU device files are restricted to; jobs are in them. The platform decides which GPUs a job uses. */
async function deviceGroups(): Promise<number[]> {
  const names = [
    ...(await readdir('/dev')).filter(
      (name) => /^nvidia(\d+|ctl|-uvm|-modeset)$/.test(name) || name === 'kfd',
    ),
    ...(await readdir('/dev/dri').catch(() => []))
      .filter((name) => name.startsWith('renderD'))
      .map((name) => join('dri', name)),
  ];
  const found = await Promise.all(names.map((name) => stat(join('/dev', name)).catch(() => undefined)));
  const groups = found.flatMap((device) =>
    device && device.gid !== 0 && (device.mode & 0o060) === 0o060 && (device.mode & 0o006) !== 0o006
      ? [device.gid]
      : [],
  );
  return [...new Set(groups)];
}

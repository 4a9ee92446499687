import type { Collection } from '@berth/read-models';
import { LruCache } from '@berth/kernel/lru-cache';
import type { KnownJob } from '../jobs/job-directory.view.js';

/** Where runs were placed. What is known never changes: a run stays where it is. */
export class Placements {
  readonly #hosts = new LruCache<string>(50_000);

  constructor(private readonly jobs: Collection<KnownJob>) {}

  /** Hosts by run, for those among the runs that are placed. */
  async hostsOf(
    runs: readonly { readonly jobId: string; readonly run: number }[],
  ): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    const missing = new Set<string>();
    for (const each of runs) {
      const host = this.#hosts.get(runKey(each));
      if (host === undefined) missing.add(each.jobId);
      else found.set(runKey(each), host);
    }
    if (missing.size === 0) return found;
    for (const { document } of await this.jobs.getMany([...missing])) {
      for (const { run, hostId } of document.runs) {
        const key = runKey({ jobId: document.jobId, run });
        this.#hosts.set(key, hostId);
        found.set(key, hostId);
      }
    }
    return found;
  }
}

export const runKey = ({ jobId, run }: { readonly jobId: string; readonly run: number }): string =>
  `${jobId}/${run}`;

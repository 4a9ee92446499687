import { KeyCounts } from '@berth/kernel/key-counts';

/** How many jobs each user has waiting in each pool: those queued or awaiting approval, and those being submitted. */
export class WaitingCounts {
  readonly #jobs = new Map<string, string>();
  readonly #counts = new KeyCounts();

  of(userId: string, poolId: string): number {
    return this.#counts.of(`${poolId} ${userId}`);
  }

  /** Counts a job once, however often it is reported: at its submission, and when the view shows it. */
  add(jobId: string, userId: string, poolId: string): void {
    if (this.#jobs.has(jobId)) return;
    const key = `${poolId} ${userId}`;
    this.#jobs.set(jobId, key);
    this.#counts.add(key);
  }

  has(jobId: string): boolean {
    return this.#jobs.has(jobId);
  }

  remove(jobId: string): void {
    const key = this.#jobs.get(jobId);
    if (key === undefined) return;
    this.#jobs.delete(jobId);
    this.#counts.remove(key);
  }
}

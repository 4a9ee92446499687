/** How many jobs each user has waiting in each pool: those queued or awaiting approval, and those being submitted. */
export class WaitingCounts {
  readonly #jobs = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  of(userId: string, poolId: string): number {
    return this.#counts.get(`${poolId} ${userId}`) ?? 0;
  }

  /** Counts a job once, however often it is reported: at its submission, and when the view shows it. */
  add(jobId: string, userId: string, poolId: string): void {
    if (this.#jobs.has(jobId)) return;
    const key = `${poolId} ${userId}`;
    this.#jobs.set(jobId, key);
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  has(jobId: string): boolean {
    return this.#jobs.has(jobId);
  }

  remove(jobId: string): void {
    const key = this.#jobs.get(jobId);
    if (key === undefined) return;
    this.#jobs.delete(jobId);
    const left = (this.#counts.get(key) ?? 1) - 1;
    if (left > 0) this.#counts.set(key, left);
    else this.#counts.delete(key);
  }
}

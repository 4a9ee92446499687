import type { Lab } from '@berth/tests/platform/lab';

interface Seen {
  readonly type: string;
  readonly jobId: string;
}

/** Follows what happens to the jobs of a project, as a client would, and records when it received it. */
export class JobWatch {
  readonly #heard = new Map<string, number>();
  readonly #abort = new AbortController();
  #wake = Promise.withResolvers<void>();

  constructor(lab: Lab) {
    void this.#follow(lab).catch((error: unknown) => {
      if (!this.#abort.signal.aborted) this.#wake.reject(error);
    });
  }

  /**
   * @param event such as `runStarted`
   * @returns when it was received, on the clock of `performance.now()`
   */
  async until(jobId: string, event: string): Promise<number> {
    const key = `${jobId} scheduler.job.${event}.v1`;
    for (;;) {
      const at = this.#heard.get(key);
      if (at !== undefined) return at;
      await this.#wake.promise;
    }
  }

  close(): void {
    this.#abort.abort();
  }

  async #follow({ ada, project }: Lab): Promise<void> {
    const events = ada.api.follow<{ jobEvents: Seen }>(
      'subscription ($project: ID!) { jobEvents(project: $project) { type jobId } }',
      { project },
      this.#abort.signal,
    );
    for await (const { jobEvents } of events) {
      this.#heard.set(`${jobEvents.jobId} ${jobEvents.type}`, performance.now());
      this.#wake.resolve();
      this.#wake = Promise.withResolvers();
    }
  }
}

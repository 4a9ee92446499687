import { setImmediate as nextTurn } from 'node:timers/promises';
import { StoreUnavailableError } from '@berth/event-store';
import type { Clock } from '@berth/kernel/clock';
import { toError } from './failure.js';
import type { AppendOutcome, AppendRequest, CommitReply } from './writer.js';

export interface Writer {
  readonly storeId: string;
  /** Last position in the store when it was opened. */
  readonly initialHead: number;
  commit(requests: readonly AppendRequest[], now: string): Promise<CommitReply>;
  limitBytes(bytes: number): Promise<void>;
  close(): Promise<void>;
}

interface Waiting {
  readonly request: AppendRequest;
  resolve(outcome: AppendOutcome): void;
  reject(error: Error): void;
}

/** Puts everything that queued up during one commit into the next. No timer: a single append is not delayed. */
export class GroupCommit {
  #queue: Waiting[] = [];
  #running = false;
  #closed = false;
  #idle = Promise.withResolvers<void>();

  constructor(
    private readonly writer: Pick<Writer, 'commit'>,
    private readonly clock: Clock,
    private readonly onCommitted: (head: number) => void,
  ) {}

  append(request: AppendRequest): Promise<AppendOutcome> {
    if (this.#closed) return Promise.reject(new StoreUnavailableError('the event store is closed'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ request, resolve, reject });
      if (this.#running) return;
      this.#running = true;
      void this.#run();
    });
  }

  /** Accepts no more, and resolves when all accepted appends are done. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#running) await this.#idle.promise;
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      // Appends of this turn of the event loop join the group as well, and a blocking writer lets others run.
      await nextTurn();
      const group = this.#queue;
      this.#queue = [];
      await this.#commit(group);
    }
    this.#running = false;
    if (this.#closed) this.#idle.resolve();
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    const requests = group.map(({ request }) => request);
    try {
      const reply = await this.writer.commit(requests, this.clock.now());
      if (!reply.ok) throw toError(reply.failure);
      this.onCommitted(reply.head);
      for (const [index, { resolve }] of group.entries()) resolve(reply.outcomes[index] as AppendOutcome);
    } catch (error) {
      for (const { reject } of group) reject(error as Error);
    }
  }
}

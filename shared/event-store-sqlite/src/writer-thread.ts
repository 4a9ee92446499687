import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { StoreUnavailableError } from '@berth/event-store';
import { toError } from './failure.js';
import type { Writer } from './group-commit.js';
import type { AppendRequest, CommitReply } from './writer.js';
import type { WriterReply, WriterRequest } from './writer.protocol.js';

/** The writer in a thread of its own, so that waiting for the disk stops nothing else in the process. */
export class WriterThread implements Writer {
  readonly #waiting: { resolve(reply: WriterReply): void; reject(error: Error): void }[] = [];
  #gone: Error | undefined;

  private constructor(
    private readonly worker: Worker,
    readonly storeId: string,
    readonly initialHead: number,
  ) {
    worker.on('message', (reply: WriterReply) => this.#waiting.shift()?.resolve(reply));
    worker.on('error', (error) =>
      this.#fail(new StoreUnavailableError(`the writing thread failed: ${error.message}`)),
    );
    worker.on('exit', () => this.#fail(new StoreUnavailableError('the writing thread has ended')));
  }

  static async open(path: string): Promise<WriterThread> {
    const worker = new Worker(new URL('./writer.worker.js', import.meta.url), { workerData: { path } });
    const [reply] = (await once(worker, 'message')) as [WriterReply];
    if (reply.kind === 'opened') return new WriterThread(worker, reply.storeId, reply.head);
    await worker.terminate();
    throw reply.kind === 'refused' ? toError(reply.failure) : new Error(`unexpected answer: ${reply.kind}`);
  }

  async commit(requests: readonly AppendRequest[], now: string): Promise<CommitReply> {
    const answer = await this.#ask({ kind: 'commit', requests, now });
    if (answer.kind !== 'committed') throw new Error(`unexpected answer: ${answer.kind}`);
    return answer.reply;
  }

  async limitBytes(bytes: number): Promise<void> {
    await this.#ask({ kind: 'limit', bytes });
  }

  async close(): Promise<void> {
    if (this.#gone !== undefined) return;
    const exit = once(this.worker, 'exit');
    await this.#ask({ kind: 'close' });
    await exit;
  }

  #ask(request: WriterRequest): Promise<WriterReply> {
    if (this.#gone !== undefined) return Promise.reject(this.#gone);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.worker.postMessage(request);
    });
  }

  #fail(error: Error): void {
    this.#gone ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#gone);
  }
}

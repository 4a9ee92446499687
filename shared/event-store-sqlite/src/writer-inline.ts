import { withPortErrors } from './failure.js';
import type { Writer } from './group-commit.js';
import { EventWriter, type AppendRequest, type CommitReply } from './writer.js';

/** The writer in the calling thread: each commit stops it for as long as the disk takes. */
export class InlineWriter implements Writer {
  readonly #writer: EventWriter;
  readonly storeId: string;
  readonly initialHead: number;

  constructor(path: string) {
    this.#writer = withPortErrors(() => new EventWriter(path));
    this.storeId = this.#writer.storeId;
    this.initialHead = this.#writer.head;
  }

  commit(requests: readonly AppendRequest[], now: string): Promise<CommitReply> {
    return Promise.resolve(this.#writer.commit(requests, now));
  }

  limitBytes(bytes: number): Promise<void> {
    this.#writer.limitBytes(bytes);
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#writer.close();
    return Promise.resolve();
  }
}

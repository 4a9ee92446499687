import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Latencies } from '../measure/latencies.js';
import type { LoadMessage, LoadOrder, LoadOutcome } from './load.messages.js';

const PROGRAM = fileURLToPath(new URL('load.process.js', import.meta.url));

/** Sends HTTP requests as fast as they are answered, from a process of its own. */
export class HttpLoad {
  readonly #process: ChildProcess = fork(PROGRAM, { serialization: 'advanced' });

  /** @throws at the first answer that is not as expected */
  async run(order: LoadOrder): Promise<LoadOutcome> {
    const answered = once(this.#process, 'message') as Promise<[LoadMessage]>;
    this.#process.send(order);
    const [message] = await answered;
    if (message.kind === 'failed') throw new Error(`the load was refused: ${message.message}`);
    return message.outcome;
  }

  close(): void {
    this.#process.disconnect();
  }
}

/** Latencies of several runs of one load. */
export class LoadSummary {
  latencies = new Latencies();
  /** CPU seconds a second that the generator itself took. */
  readonly ownCpu: number[] = [];

  add({ requests, seconds, latencies, ownCpu }: LoadOutcome): number {
    this.latencies.addAll(latencies);
    this.ownCpu.push(ownCpu / seconds);
    return requests / seconds;
  }

  forget(): void {
    this.latencies = new Latencies();
    this.ownCpu.length = 0;
  }
}

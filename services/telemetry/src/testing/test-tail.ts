import type { LogChunk, LogsArchived } from '@berth/contracts/agent/messages';
import type { Bus } from '@berth/bus/connection';
import { subjects } from '@berth/contracts/subjects';
import { aChunk, idOf } from './chunks.js';

const WINDOW = 16;
const RESEND_MS = 250;

/** Sends one stream of a run as an agent does: so many unconfirmed at once, and again what is not confirmed in time. */
export class TestTail {
  /** Last chunk that telemetry has confirmed. */
  confirmed = -1;
  readonly #chunks: readonly LogChunk[];
  #sent = -1;
  #released: number;
  readonly #timer: NodeJS.Timeout;
  #finish: () => void = () => undefined;
  readonly done = new Promise<void>((resolve) => (this.#finish = resolve));

  constructor(
    private readonly bus: Bus,
    private readonly key: { readonly host: string; readonly job: string; readonly run: number },
    private readonly stream: LogChunk['stream'],
    texts: readonly string[],
    { released = Infinity }: { readonly released?: number } = {},
  ) {
    this.#released = released;
    const ended = [...texts, ''];
    this.#chunks = ended.map((text, seq) => aChunk({ stream, seq, text, last: seq === texts.length }));
    bus.nc.subscribe(subjects.agentDown(idOf(key.host), 'telemetry', 'archived'), {
      callback: (_, message) => this.#hear(message.json<LogsArchived>()),
    });
    this.#timer = setInterval(() => {
      this.#sent = this.confirmed;
      this.#fill();
    }, RESEND_MS).unref();
    this.#fill();
  }

  /** So many of its chunks may be sent. */
  release(chunks: number): void {
    this.#released = chunks;
    this.#fill();
  }

  #hear({ jobId, run, stream, seq }: LogsArchived): void {
    if (jobId !== idOf(this.key.job) || run !== this.key.run || stream !== this.stream) return;
    this.confirmed = Math.max(this.confirmed, seq);
    if (this.confirmed === this.#chunks.length - 1) {
      clearInterval(this.#timer);
      this.#finish();
    } else this.#fill();
  }

  #fill(): void {
    const subject = subjects.log(idOf(this.key.host), idOf(this.key.job), this.key.run);
    const last = Math.min(this.#chunks.length, this.#released) - 1;
    while (this.#sent < last && this.#sent - this.confirmed < WINDOW) {
      this.#sent += 1;
      this.bus.nc.publish(subject, JSON.stringify(this.#chunks[this.#sent]));
    }
  }
}

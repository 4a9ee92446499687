import { headers, type Msg } from '@nats-io/transport-node';
import { newId } from '@berth/kernel/ids';
import type { Bus } from './connection.js';

export interface OrderedPublisherOptions {
  readonly bus: Bus;
  /** Sequence of the stream's last message. */
  readonly lastSequence: number;
  /** Publications not yet acknowledged, at most. */
  readonly maxOutstanding: number;
  /** Called once, for the first publication that was not stored where it belongs; none after it is stored either. */
  readonly onFailure: (error: Error) => void;
}

/** JetStream acknowledges within milliseconds, where it does at all. */
const STALLED_MS = 5_000;

/**
 * Appends to a JetStream stream in order, without waiting for each acknowledgement: every message names the sequence
 * that must come before it, so that none is stored after one that was not. The client's own `publish` costs more
 * than twice as much: a timer, a promise and a request object for each message.
 */
export class OrderedPublisher {
  readonly #inbox: string;
  readonly #close: () => void;
  readonly #watchdog: NodeJS.Timeout;
  /** In order: what is called when the message at the front is stored. */
  readonly #outstanding = new Map<number, () => void>();
  #next: number;
  #ended = false;
  #resume: (() => void) | undefined;

  constructor(private readonly options: OrderedPublisherOptions) {
    const { bus, lastSequence } = options;
    this.#next = lastSequence + 1;
    this.#inbox = `${bus.inboxPrefix}.${newId()}`;
    const subscription = bus.nc.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => {
        if (error) this.#fail(error);
        else this.#acknowledged(message);
      },
    });
    let oldest = 0;
    this.#watchdog = setInterval(() => {
      const [first] = this.#outstanding.keys();
      if (first !== undefined && first === oldest)
        this.#fail(new Error('the stream does not acknowledge messages'));
      oldest = first ?? 0;
    }, STALLED_MS);
    this.#close = () => {
      clearInterval(this.#watchdog);
      if (!bus.nc.isClosed()) subscription.unsubscribe();
    };
  }

  get isFull(): boolean {
    return this.#outstanding.size >= this.options.maxOutstanding;
  }

  /**
   * Publishes at once, where it has not failed; what follows in the same tick of the event loop shares a write to the
   * socket.
   */
  publish(subject: string, body: string, messageId: string, onStored: () => void): void {
    if (this.#ended) return;
    const sequence = this.#next;
    this.#next += 1;
    this.#outstanding.set(sequence, onStored);
    const conditions = headers();
    conditions.set('Nats-Msg-Id', messageId);
    conditions.set('Nats-Expected-Last-Sequence', String(sequence - 1));
    this.options.bus.nc.publish(subject, body, { headers: conditions, reply: `${this.#inbox}.${sequence}` });
  }

  /** Resolves when half of the outstanding ones are acknowledged, so that the next go out together: false after a failure. */
  async untilRoom(): Promise<boolean> {
    while (!this.#ended && this.#outstanding.size > this.options.maxOutstanding / 2) {
      await new Promise<void>((resolve) => (this.#resume = resolve));
    }
    return !this.#ended;
  }

  /** Drops what is outstanding: it may still be stored, in order. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#outstanding.clear();
    this.#close();
    this.#resume?.();
  }

  #acknowledged(message: Msg): void {
    if (this.#ended) return;
    const sequence = Number(message.subject.slice(this.#inbox.length + 1));
    const problem = problemOf(message, sequence);
    if (problem !== undefined) return this.#fail(new Error(problem));
    const onStored = this.#outstanding.get(sequence);
    this.#outstanding.delete(sequence);
    onStored?.();
    if (this.#outstanding.size <= this.options.maxOutstanding / 2) this.#resume?.();
  }

  #fail(error: Error): void {
    if (this.#ended) return;
    this.end();
    this.options.onFailure(error);
  }
}

/** A duplicate is what another relay has just stored: right, if it is where we would have put it. */
function problemOf(message: Msg, sequence: number): string | undefined {
  if (message.data.length === 0) return 'no stream accepts the event';
  const answer = message.json<{ seq?: number; error?: { description?: string } }>();
  if (answer.error) return answer.error.description ?? 'the stream refused the event';
  return answer.seq === sequence ? undefined : `stored at sequence ${answer.seq} instead of ${sequence}`;
}

import type { JetStreamClient, PubAck } from '@nats-io/jetstream';

export interface OrderedPublisherOptions {
  readonly jetstream: JetStreamClient;
  /** Sequence of the stream's last message. */
  readonly lastSequence: number;
  /** Publications not yet acknowledged, at most. */
  readonly maxOutstanding: number;
  /** Called once, for the first publication that was not stored where it belongs; none after it is stored either. */
  readonly onFailure: (error: Error) => void;
}

/**
 * Appends to a JetStream stream in order, without waiting for each acknowledgement: every message names the sequence
 * that must come before it, so that none is stored after one that was not.
 */
export class OrderedPublisher {
  #next: number;
  #outstanding = 0;
  #failed = false;
  #room: (() => void) | undefined;

  constructor(private readonly options: OrderedPublisherOptions) {
    this.#next = options.lastSequence;
  }

  /** Resolves when the next may be published: false after a failure. */
  async publish(subject: string, body: string, messageId: string, onStored: () => void): Promise<boolean> {
    if (this.#failed) return false;
    const lastSequence = this.#next;
    this.#next += 1;
    this.#outstanding += 1;
    this.options.jetstream
      .publish(subject, body, { msgID: messageId, expect: { lastSequence }, timeout: 5_000 })
      .then((ack) => this.#acknowledged(ack, lastSequence + 1, onStored))
      .catch((error: unknown) => this.#fail(error instanceof Error ? error : new Error(String(error))))
      .finally(() => {
        this.#outstanding -= 1;
        this.#room?.();
      });
    while (this.#outstanding >= this.options.maxOutstanding && !this.#failed) {
      await new Promise<void>((resolve) => (this.#room = resolve));
    }
    return !this.#failed;
  }

  /** Forgets what is outstanding: it may still be stored, in order. */
  abandon(): void {
    this.#failed = true;
    this.#room?.();
  }

  /** A duplicate is what another relay has just stored: right, if it is where we would have put it. */
  #acknowledged(ack: PubAck, sequence: number, onStored: () => void): void {
    if (this.#failed) return;
    if (ack.seq === sequence) onStored();
    else this.#fail(new Error(`stored at sequence ${ack.seq} instead of ${sequence}`));
  }

  #fail(error: Error): void {
    if (this.#failed) return;
    this.abandon();
    this.options.onFailure(error);
  }
}

import { jetstreamManager } from '@nats-io/jetstream';
import type { ServiceName } from '@berth/contracts/services';
import { STREAMS } from '@berth/contracts/streams';
import type { Bus } from './connection.js';
import { toDelivery } from './delivery.js';
import { isStreamNotFound, type StreamCheckpoint } from './event-stream.js';
import { pause } from './waiting.js';

export interface SourceStreamOptions {
  readonly bus: Bus;
  readonly source: ServiceName;
  /** Default: the source's own. */
  readonly stream?: string;
  /** With wildcards: events of other subjects stay at the server. Default: all of the stream's. */
  readonly filterSubject?: string;
  /** A stream that is shorter than it was is waited for until it has not grown for so long, in ms. Default 10,000. */
  readonly refillQuietMs?: number;
}

const REFILL_QUIET_MS = 10_000;
const REFILL_LOOK_MS = 200;

/** Another service's stream as a consumer checks it: where it ends, and whether it is the one of its checkpoint. */
export class SourceStream {
  constructor(private readonly options: SourceStreamOptions) {}

  get #name(): string {
    return this.options.stream ?? STREAMS[this.options.source];
  }

  /** Of what concerns the consumer; 0 where there is no stream yet. */
  async lastSequence(): Promise<number> {
    const { bus, filterSubject } = this.options;
    const manager = await jetstreamManager(bus.nc, { checkAPI: false });
    try {
      if (filterSubject !== undefined)
        return (await manager.streams.getMessage(this.#name, { last_by_subj: filterSubject }))?.seq ?? 0;
      return (await manager.streams.info(this.#name)).state.last_seq;
    } catch (error) {
      if (isStreamNotFound(error)) return 0;
      throw error;
    }
  }

  /**
   * Where the stream ends now. One that ends before its known end is being filled again by its source: waits until it
   * is as long as it was, or has stopped growing, for a store that was cut never gets there.
   *
   * @param persist retries a read until it succeeds
   */
  async lastSequenceAfterRefill(
    known: number,
    signal: AbortSignal,
    persist: (look: () => Promise<number>) => Promise<number>,
  ): Promise<number> {
    const { refillQuietMs = REFILL_QUIET_MS } = this.options;
    let last = await persist(() => this.lastSequence());
    let grewAt = performance.now();
    while (last < known && performance.now() - grewAt < refillQuietMs) {
      await pause(REFILL_LOOK_MS, signal);
      signal.throwIfAborted();
      const next = await persist(() => this.lastSequence());
      if (next > last) grewAt = performance.now();
      last = next;
    }
    return last;
  }

  /**
   * Whether the stream still has what was handled at a checkpoint. Where it is shorter its store was cut; where it has
   * another message there, it comes from another store.
   */
  async compareAt({ sequence, mark }: StreamCheckpoint): Promise<'same' | 'another' | 'nothing'> {
    if (sequence === 0) return 'same';
    const found = await this.#messageAt(sequence);
    if (!found) return 'nothing';
    const delivery = toDelivery({ seq: sequence, subject: '', data: found }, this.options.source);
    return mark === undefined || delivery.mark === mark ? 'same' : 'another';
  }

  async #messageAt(sequence: number): Promise<Uint8Array | undefined> {
    const manager = await jetstreamManager(this.options.bus.nc, { checkAPI: false });
    try {
      return (await manager.streams.getMessage(this.#name, { seq: sequence }))?.data;
    } catch (error) {
      if (isStreamNotFound(error)) return undefined;
      throw error;
    }
  }
}

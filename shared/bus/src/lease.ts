import { jetstream } from '@nats-io/jetstream';
import { Kvm, type KV } from '@nats-io/kv';
import type { ServiceName } from '@berth/contracts/services';
import { LEASE_BUCKET } from '@berth/contracts/streams';
import { newId } from '@berth/kernel/ids';
import type { Bus } from './connection.js';
import { messageOf, type Log } from './log.js';
import { pause, untilConnected } from './waiting.js';

export interface LeaseOptions {
  readonly bus: Bus;
  readonly service: ServiceName;
  readonly log: Log;
  /** Called at each gain and loss, with whether it is held now. */
  readonly onChange: (held: boolean) => void;
  /** A holder that has not renewed for so long has lost it. Default 6,000 ms; renewed three times within that. */
  readonly ttlMs?: number;
  /** Take it at the start without waiting for the last holder's to run out: for a copy that knows itself alone, by its store's file lock. */
  readonly takeOver?: boolean;
}

/** A released lease has this value. */
const NOBODY = '';
/** The holder stops a little before others may begin. */
const SAFETY = 0.9;

/**
 * One copy of a service at a time runs its relay, projections and process managers: the one that holds the service's lease.
 * Nothing is compared but revisions and each copy's own clock, so clocks need not agree. A copy that was frozen may
 * believe itself the holder for a moment after another has taken over: what it does must be safe all the same.
 */
export class Lease {
  readonly #holder = newId();
  readonly #ttlMs: number;
  #held = false;
  #loseAt: NodeJS.Timeout | undefined;
  /** The entry as we last saw it, and when it had become so. */
  #seen: { readonly revision: number; readonly since: number } | undefined;
  #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(private readonly options: LeaseOptions) {
    this.#ttlMs = options.ttlMs ?? 6_000;
  }

  get held(): boolean {
    return this.#held;
  }

  start(): void {
    this.#stopping = new AbortController();
    this.#running = this.#run(this.#stopping.signal);
  }

  /** Gives it up, so that another copy need not wait. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { bus, log, takeOver = false } = this.options;
    const everyMs = this.#ttlMs / 3;
    let bucket: KV | undefined;
    let mayTakeOver = takeOver;
    while (!signal.aborted) {
      await untilConnected(bus, signal);
      try {
        bucket ??= await new Kvm(jetstream(bus.nc, { timeout: everyMs })).create(LEASE_BUCKET, {
          timeout: everyMs,
        });
        await this.#hold(bucket, mayTakeOver);
        mayTakeOver = false;
      } catch (error) {
        if (!signal.aborted)
          log.warn({ error: messageOf(error) }, 'the lease could not be renewed or asked for');
      }
      await pause(everyMs, signal);
    }
    if (bucket && this.#held && bus.connected) await this.#release(bucket);
    this.#lose();
  }

  /** Renews it, takes it where it is free, or sees whether its holder still renews it. */
  async #hold(bucket: KV, takeOver: boolean): Promise<void> {
    const { service } = this.options;
    const began = performance.now();
    const entry = await bucket.get(service);
    const holder = entry?.string() ?? NOBODY;
    const revision = entry?.revision ?? 0;
    if (holder !== this.#holder) this.#lose();
    const free = holder === this.#holder || holder === NOBODY || takeOver || this.#hasRunOut(revision);
    if (!free) return;
    const previousSeq = revision;
    await bucket.put(service, this.#holder, { previousSeq, timeout: this.#ttlMs / 3 });
    this.#gain(began);
  }

  #hasRunOut(revision: number): boolean {
    const now = performance.now();
    if (this.#seen?.revision !== revision) this.#seen = { revision, since: now };
    return now - this.#seen.since >= this.#ttlMs;
  }

  async #release(bucket: KV): Promise<void> {
    const { service, log } = this.options;
    try {
      const entry = await bucket.get(service);
      if (entry?.string() !== this.#holder) return;
      await bucket.put(service, NOBODY, { previousSeq: entry.revision, timeout: 1_000 });
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'the lease could not be given up, it runs out');
    }
  }

  /** @param began when we set out to renew it: the server may have done so at any time since */
  #gain(began: number): void {
    const leftMs = began + this.#ttlMs * SAFETY - performance.now();
    clearTimeout(this.#loseAt);
    if (leftMs <= 0) return this.#lose();
    this.#loseAt = setTimeout(() => this.#lose(), leftMs);
    if (this.#held) return;
    this.#held = true;
    this.options.onChange(true);
  }

  #lose(): void {
    clearTimeout(this.#loseAt);
    if (!this.#held) return;
    this.#held = false;
    this.options.onChange(false);
  }
}

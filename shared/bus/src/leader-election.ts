import { jetstream } from '@nats-io/jetstream';
import { Kvm, type KV } from '@nats-io/kv';
import type { ServiceName } from '@berth/contracts/services';
import { LEADER_BUCKET } from '@berth/contracts/streams';
import { newId } from '@berth/kernel/ids';
import type { Bus } from './connection.js';
import { messageOf, type Log } from './log.js';
import { pause, untilConnected } from './waiting.js';

export interface LeaderElectionOptions {
  readonly bus: Bus;
  readonly service: ServiceName;
  readonly log: Log;
  /** Called at each gain and loss of the leadership. */
  readonly onChange: (isLeader: boolean) => void;
  /** A leader that has not renewed for so long has lost it. Default 6,000 ms; renewed three times within that. */
  readonly ttlMs?: number;
  /**
   * Take over at the start without waiting for the last leader to expire: for a copy that is the only one, by its
   * store's file lock.
   */
  readonly takeOver?: boolean;
}

/** The value of a service without a leader. */
const VACANT = '';
/** The leader stops a little before others may begin. */
const SAFETY = 0.9;

/**
 * One copy of a service at a time runs its relay, projections and process managers: the service's leader. Only
 * revisions and each copy's own clock are compared, so clocks need not agree. A copy that was frozen may believe itself
 * the leader for a moment after another has taken over: what it does must be safe all the same.
 */
export class LeaderElection {
  readonly #candidate = newId();
  readonly #ttlMs: number;
  #isLeader = false;
  #expiryTimer: NodeJS.Timeout | undefined;
  /** The entry as we last saw it, and when it had become so. */
  #seen: { readonly revision: number; readonly since: number } | undefined;
  #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(private readonly options: LeaderElectionOptions) {
    this.#ttlMs = options.ttlMs ?? 6_000;
  }

  get isLeader(): boolean {
    return this.#isLeader;
  }

  start(): void {
    this.#stopping = new AbortController();
    this.#running = this.#run(this.#stopping.signal);
  }

  /** Resigns, so that another copy need not wait. */
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
        bucket ??= await new Kvm(jetstream(bus.nc, { timeout: everyMs })).create(LEADER_BUCKET, {
          timeout: everyMs,
        });
        await this.#renewOrAcquire(bucket, mayTakeOver);
        mayTakeOver = false;
      } catch (error) {
        if (!signal.aborted)
          log.warn({ error: messageOf(error) }, 'leadership could not be acquired or renewed');
      }
      await pause(everyMs, signal);
    }
    if (bucket && this.#isLeader && bus.connected) await this.#resign(bucket);
    this.#lose();
  }

  /** Renews it, acquires it where it is free, or checks whether the leader still renews it. */
  async #renewOrAcquire(bucket: KV, takeOver: boolean): Promise<void> {
    const { service } = this.options;
    const began = performance.now();
    const entry = await bucket.get(service);
    const leader = entry?.string() ?? VACANT;
    const revision = entry?.revision ?? 0;
    if (leader !== this.#candidate) this.#lose();
    const free = leader === this.#candidate || leader === VACANT || takeOver || this.#hasRunOut(revision);
    if (!free) return;
    const previousSeq = revision;
    await bucket.put(service, this.#candidate, { previousSeq, timeout: this.#ttlMs / 3 });
    this.#gain(began);
  }

  #hasRunOut(revision: number): boolean {
    const now = performance.now();
    if (this.#seen?.revision !== revision) this.#seen = { revision, since: now };
    return now - this.#seen.since >= this.#ttlMs;
  }

  async #resign(bucket: KV): Promise<void> {
    const { service, log } = this.options;
    try {
      const entry = await bucket.get(service);
      if (entry?.string() !== this.#candidate) return;
      await bucket.put(service, VACANT, { previousSeq: entry.revision, timeout: 1_000 });
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'leadership could not be released; it expires by itself');
    }
  }

  /** @param began when we set out to renew it: the server may have done so at any time since */
  #gain(began: number): void {
    const leftMs = began + this.#ttlMs * SAFETY - performance.now();
    clearTimeout(this.#expiryTimer);
    if (leftMs <= 0) return this.#lose();
    this.#expiryTimer = setTimeout(() => this.#lose(), leftMs);
    if (this.#isLeader) return;
    this.#isLeader = true;
    this.options.onChange(true);
  }

  #lose(): void {
    clearTimeout(this.#expiryTimer);
    if (!this.#isLeader) return;
    this.#isLeader = false;
    this.options.onChange(false);
  }
}

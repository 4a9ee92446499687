import type { Bus } from '@berth/bus/connection';
import {
  agentDeregister,
  agentHeartbeat,
  agentRegister,
  agentReconcile,
} from '@berth/contracts/agent/operations';
import type { ReconcileResult } from '@berth/contracts/agent/messages';
import type { DeviceFacts, HostFacts } from '@berth/contracts/inventory/events';
import { canonicalJson } from '@berth/kernel/json';
import type { Logger } from '@berth/service-host/log';
import type { Uplink } from '../bus/uplink.js';
import type { DeviceFault } from '../devices/device-source.js';
import type { RunManager } from '../runs/run-manager.js';
import type { HostConditions } from './conditions.js';

export interface PresenceOptions {
  readonly bus: Bus;
  readonly uplink: Uplink;
  readonly runs: RunManager;
  readonly bootId: string;
  /** What the host is now; read at each registration. */
  readonly describe: () => {
    readonly facts: HostFacts;
    readonly devices: readonly DeviceFacts[];
    readonly faults: readonly DeviceFault[];
  };
  /** What is wrong with it; each change is reported. */
  readonly conditions: HostConditions;
  readonly heartbeatMs: number;
  readonly log: Logger;
}

const DEREGISTER_TIMEOUT_MS = 3000;
const REPORTED_RUNS = 10_000;

/**
 * Keeps the platform's record of this host current: registers at each connection, sends heartbeats, and reconciles the
 * runs of both sides.
 */
export class Presence {
  readonly #stopping = new AbortController();
  #registering: Promise<void> | undefined;
  #registerAgain = false;
  #beat: NodeJS.Timeout | undefined;
  #registered = '';
  /** What the registration under way sends. */
  #sending: string | undefined;

  constructor(private readonly options: PresenceOptions) {}

  /** Resolves when the host is registered with the platform and its runs are reconciled. */
  async start(): Promise<void> {
    const forget = this.options.conditions.onChange(() => void this.refresh());
    this.#stopping.signal.addEventListener('abort', forget);
    this.options.bus.onConnected(() => void this.register());
    await this.register();
    if (this.#stopping.signal.aborted) return;
    this.#beat = setInterval(() => void this.#heartbeat(), this.options.heartbeatMs);
  }

  /** One registration at a time; requested during one, another follows. */
  register(): Promise<void> {
    this.#registerAgain = this.#registering !== undefined;
    this.#registering ??= this.#register().finally(() => {
      this.#registering = undefined;
      if (this.#registerAgain && !this.#stopping.signal.aborted) void this.register();
    });
    return this.#registering;
  }

  /** Registers again where the host has changed. */
  async refresh(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    // what a registration under way sends may be of before the change
    if (canonicalJson(this.#describe()) !== (this.#sending ?? this.#registered)) await this.register();
  }

  /** No more heartbeats. */
  stop(): void {
    clearInterval(this.#beat);
    this.#stopping.abort();
  }

  /** After the runs have ended, so that the platform does not wait for this host. */
  async deregister(): Promise<void> {
    const signal = AbortSignal.timeout(DEREGISTER_TIMEOUT_MS);
    await this.options.uplink.requestUntilAnswered(agentDeregister, {}, { signal }).catch(() => undefined);
  }

  async #register(): Promise<void> {
    const { uplink, log, bootId } = this.options;
    const { signal } = this.#stopping;
    try {
      let sent = '';
      const registration = () => {
        const now = this.#describe();
        sent = canonicalJson(now);
        this.#sending = sent;
        return { ...now, bootId };
      };
      const answer = await uplink.requestUntilAnswered(agentRegister, registration, { signal });
      if (!answer.ok) {
        if (!signal.aborted)
          log.error({ error: answer.error }, 'the platform refused the registration of this host');
        return;
      }
      this.#registered = sent;
      await this.#reconcile();
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, 'the registration failed');
    } finally {
      this.#sending = undefined;
    }
  }

  #describe() {
    const { facts, devices, faults } = this.options.describe();
    const conditions = this.options.conditions.list();
    return { facts, devices: [...devices], faults: [...faults], conditions: [...conditions] };
  }

  /** The host takes work again only when it has nothing to end, so what is ended is reported again. */
  async #reconcile(): Promise<void> {
    const { uplink, runs, log } = this.options;
    const { signal } = this.#stopping;
    for (;;) {
      const known = runs.runs().toSorted((one, other) => rank(one.state) - rank(other.state));
      const answer = await uplink.requestUntilAnswered(
        agentReconcile,
        { runs: known.slice(0, REPORTED_RUNS) },
        { signal },
      );
      if (!answer.ok) {
        if (!signal.aborted) log.error({ error: answer.error }, 'the runs could not be reconciled');
        return;
      }
      await runs.end(answer.value.end);
      await this.#start(answer.value);
      if (answer.value.end.length === 0) break;
      await runs.untilEnded(answer.value.end, signal);
    }
    await runs.begin();
  }

  async #start({ start }: ReconcileResult): Promise<void> {
    for (const order of start) {
      const refusal = await this.options.runs.start(order);
      const { jobId, run } = order;
      if (refusal) this.options.log.warn({ jobId, run, refusal }, 'a run cannot be started');
    }
  }

  async #heartbeat(): Promise<void> {
    const { uplink, runs, bus, log } = this.options;
    if (!bus.connected || this.#registering) return;
    const alive = runs.active.slice(0, REPORTED_RUNS).map(({ jobId, run }) => ({ jobId, run }));
    const answer = await uplink.request(agentHeartbeat, { runs: alive, at: new Date().toISOString() });
    if (answer.ok || answer.error.code === 'UNAVAILABLE' || this.#stopping.signal.aborted) return;
    log.info({ error: answer.error }, 'a heartbeat was refused; registering again');
    await this.register();
  }
}

const rank = (state: string): number => (state === 'ended' ? 1 : 0);

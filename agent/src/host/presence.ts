import type { Bus } from '@berth/bus/connection';
import { agentGoodbye, agentHeartbeat, agentHello, agentReconcile } from '@berth/contracts/agent/operations';
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
  /** What the host is now; asked for at each greeting. */
  readonly describe: () => {
    readonly facts: HostFacts;
    readonly devices: readonly DeviceFacts[];
    readonly faults: readonly DeviceFault[];
  };
  /** What is wrong with it; each change is told. */
  readonly conditions: HostConditions;
  readonly heartbeatMs: number;
  readonly log: Logger;
}

const GOODBYE_WITHIN_MS = 3000;
const REPORTED_RUNS = 10_000;

/** Keeps the platform's picture of this host true: greets at each connection, beats, and brings both sides' runs together. */
export class Presence {
  readonly #stopping = new AbortController();
  #greeting: Promise<void> | undefined;
  #greetAgain = false;
  #beat: NodeJS.Timeout | undefined;
  #told = '';
  /** What the greeting tells that is under way. */
  #telling: string | undefined;

  constructor(private readonly options: PresenceOptions) {}

  /** Resolves when the host is known to the platform and its runs are settled between both. */
  async start(): Promise<void> {
    const forget = this.options.conditions.onChange(() => void this.refresh());
    this.#stopping.signal.addEventListener('abort', forget);
    this.options.bus.onConnected(() => void this.greet());
    await this.greet();
    if (this.#stopping.signal.aborted) return;
    this.#beat = setInterval(() => void this.#heartbeat(), this.options.heartbeatMs);
  }

  /** One greeting at a time; asked for during one, another follows. */
  greet(): Promise<void> {
    this.#greetAgain = this.#greeting !== undefined;
    this.#greeting ??= this.#greet().finally(() => {
      this.#greeting = undefined;
      if (this.#greetAgain && !this.#stopping.signal.aborted) void this.greet();
    });
    return this.#greeting;
  }

  /** Greets again where the host is not what it was. */
  async refresh(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    // what a greeting that is under way tells may be of before the change
    if (canonicalJson(this.#describe()) !== (this.#telling ?? this.#told)) await this.greet();
  }

  /** No more signs of life. */
  stop(): void {
    clearInterval(this.#beat);
    this.#stopping.abort();
  }

  /** After the runs have ended, so that nobody waits for this host. */
  async sayGoodbye(): Promise<void> {
    const signal = AbortSignal.timeout(GOODBYE_WITHIN_MS);
    await this.options.uplink.insist(agentGoodbye, {}, { signal }).catch(() => undefined);
  }

  async #greet(): Promise<void> {
    const { uplink, log, bootId } = this.options;
    const { signal } = this.#stopping;
    try {
      let told = '';
      const greeting = () => {
        const now = this.#describe();
        told = canonicalJson(now);
        this.#telling = told;
        return { ...now, bootId };
      };
      const hello = await uplink.insist(agentHello, greeting, { signal });
      if (!hello.ok) {
        if (!signal.aborted) log.error({ error: hello.error }, 'the platform does not know this host');
        return;
      }
      this.#told = told;
      await this.#reconcile();
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, 'the greeting failed');
    } finally {
      this.#telling = undefined;
    }
  }

  #describe() {
    const { facts, devices, faults } = this.options.describe();
    const conditions = this.options.conditions.list();
    return { facts, devices: [...devices], faults: [...faults], conditions: [...conditions] };
  }

  /** The host takes work again only when it has nothing to end: so what is ended is told again. */
  async #reconcile(): Promise<void> {
    const { uplink, runs, log } = this.options;
    const { signal } = this.#stopping;
    for (;;) {
      const known = runs.runs().toSorted((one, other) => rank(one.state) - rank(other.state));
      const answer = await uplink.insist(agentReconcile, { runs: known.slice(0, REPORTED_RUNS) }, { signal });
      if (!answer.ok) {
        if (!signal.aborted) log.error({ error: answer.error }, 'the runs could not be brought together');
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
      if (refusal) this.options.log.warn({ jobId, run, refusal }, 'a run can not be started');
    }
  }

  async #heartbeat(): Promise<void> {
    const { uplink, runs, bus, log } = this.options;
    if (!bus.connected || this.#greeting) return;
    const alive = runs.active.slice(0, REPORTED_RUNS).map(({ jobId, run }) => ({ jobId, run }));
    const answer = await uplink.ask(agentHeartbeat, { runs: alive, at: new Date().toISOString() });
    if (answer.ok || answer.error.code === 'UNAVAILABLE' || this.#stopping.signal.aborted) return;
    log.info({ error: answer.error }, 'a heartbeat was refused; greeting again');
    await this.greet();
  }
}

const rank = (state: string): number => (state === 'ended' ? 1 : 0);

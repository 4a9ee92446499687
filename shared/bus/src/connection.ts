import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  connect,
  credsAuthenticator,
  errors,
  type Authenticator,
  type NatsConnection,
  type NodeConnectionOptions,
} from '@nats-io/transport-node';
import { defined } from '@berth/kernel/defined';

export interface BusOptions {
  readonly url: string | readonly string[];
  /** Shown by the server's monitoring; several copies of a service may share it. */
  readonly name: string;
  /** `subjects.inbox(identity)` or `subjects.agentInbox(hostId)`: the only place where this identity may receive answers. */
  readonly inboxPrefix: string;
  /** Read again at each connect, so that renewed credentials are taken up. */
  readonly credsFile?: string;
  readonly credsText?: string;
  /** How long to go on trying for the first connection, in ms. Default 30,000. */
  readonly connectTimeoutMs?: number;
  /** How long `drain` may take, in ms. Default 8,000. */
  readonly drainTimeoutMs?: number;
}

/** A connection to NATS that reconnects without limit. Closes by `drain` or `close` only. */
export interface Bus {
  readonly nc: NatsConnection;
  readonly inboxPrefix: string;
  readonly connected: boolean;
  /** Called at each reconnect. Returns what ends it. */
  onConnected(listener: () => void): () => void;
  onDisconnected(listener: () => void): () => void;
  /** Refused publications and subscriptions, stale connections: for the log. */
  onError(listener: (error: Error) => void): () => void;
  /** Takes no more messages, lets those at hand be answered for a bounded time, then closes. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

const RETRY_MS = 250;
const DRAIN_TIMEOUT_MS = 8000;

/**
 * Connects, trying again until `connectTimeoutMs` has passed.
 * @throws where the server refuses the credentials, or can't be reached in time
 */
export async function connectBus(options: BusOptions): Promise<Bus> {
  const deadline = performance.now() + (options.connectTimeoutMs ?? 30_000);
  for (;;) {
    try {
      return new NatsBus(
        await connect(natsOptions(options)),
        options.inboxPrefix,
        options.drainTimeoutMs ?? DRAIN_TIMEOUT_MS,
      );
    } catch (error) {
      if (isRefusal(error) || performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** Whether a server is there, and does not accept the credentials. */
export const isRefusal = (error: unknown): boolean => error instanceof errors.AuthorizationError;

function natsOptions(options: BusOptions): NodeConnectionOptions {
  const authenticator = authenticatorOf(options);
  return {
    servers: typeof options.url === 'string' ? options.url : [...options.url],
    name: options.name,
    inboxPrefix: options.inboxPrefix,
    ...defined({ authenticator }),
    timeout: 5_000,
    reconnect: true,
    maxReconnectAttempts: -1,
    reconnectDelayHandler: () => 200 + Math.random() * 300,
    // A server that restarts may refuse everybody until it has its accounts.
    ignoreAuthErrorAbort: true,
    pingInterval: 10_000,
    maxPingOut: 2,
    // Else the client builds an error with a stack for each request, in case it fails.
    noAsyncTraces: true,
  };
}

function authenticatorOf({ credsFile, credsText }: BusOptions): Authenticator | undefined {
  if (credsFile !== undefined) return (nonce) => credsAuthenticator(readFileSync(credsFile))(nonce);
  if (credsText !== undefined) return credsAuthenticator(Buffer.from(credsText));
  return undefined;
}

class NatsBus implements Bus {
  #connected = true;
  readonly #onConnected = new Set<() => void>();
  readonly #onDisconnected = new Set<() => void>();
  readonly #onError = new Set<(error: Error) => void>();

  constructor(
    readonly nc: NatsConnection,
    readonly inboxPrefix: string,
    private readonly drainTimeoutMs: number,
  ) {
    void this.#watch();
  }

  get connected(): boolean {
    return this.#connected;
  }

  onConnected(listener: () => void): () => void {
    return register(this.#onConnected, listener);
  }

  onDisconnected(listener: () => void): () => void {
    return register(this.#onDisconnected, listener);
  }

  onError(listener: (error: Error) => void): () => void {
    return register(this.#onError, listener);
  }

  async drain(): Promise<void> {
    if (this.nc.isClosed()) return;
    if (!this.#connected) return this.close();
    // Where the server goes away at this moment, or is frozen, there is nothing left to drain: the connection is
    // closed, so that it does not reconnect and the stop completes.
    const drained = this.nc.drain().catch(() => undefined);
    await Promise.race([drained, this.nc.closed(), sleep(this.drainTimeoutMs, undefined, { ref: false })]);
    await this.close();
  }

  async close(): Promise<void> {
    await this.nc.close();
  }

  async #watch(): Promise<void> {
    for await (const status of this.nc.status()) {
      if (status.type === 'reconnect') this.#setConnected(true);
      else if (status.type === 'disconnect') this.#setConnected(false);
      else if (status.type === 'error') for (const listener of this.#onError) listener(status.error);
    }
    this.#setConnected(false);
  }

  #setConnected(connected: boolean): void {
    if (this.#connected === connected) return;
    this.#connected = connected;
    for (const listener of connected ? this.#onConnected : this.#onDisconnected) listener();
  }
}

function register<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

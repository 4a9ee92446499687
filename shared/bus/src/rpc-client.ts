import { newId } from '@berth/kernel/ids';
import { reject } from '@berth/kernel/rejection';
import { serviceOfSubject } from '@berth/contracts/subjects';
import type { ServiceName } from '@berth/contracts/services';
import type { Msg } from '@nats-io/transport-node';
import type { Bus } from './connection.js';
import { Channel } from './rpc-channel.js';
import {
  MAX_REQUEST_BYTES,
  parseJson,
  refused,
  tooLarge,
  unavailable,
  type RpcReply,
  type RpcRequest,
} from './rpc-messages.js';
import { TimerWheel } from './timer-wheel.js';

export interface RpcClientOptions {
  readonly bus: Bus;
  /**
   * `batched` (default) sends all calls of one tick of the event loop in one message; an agent may send `plain` ones
   * only.
   */
  readonly form?: 'batched' | 'plain';
  /** Default 10,000 ms. */
  readonly timeoutMs?: number;
  /** Calls beyond this are refused at once. Default 8,192. */
  readonly maxInFlight?: number;
}

/**
 * Asks services. A call always resolves: with the service's answer, or with `UNAVAILABLE` and a reason in its details
 * (`disconnected`, `noService`, `timeout`, `lost`, `busy`, `notSent`). After `timeout` and `lost` the command may have been
 * carried out: repeat it with the same idempotency key.
 */
export class RpcClient {
  readonly #bus: Bus;
  readonly #channels = new Map<ServiceName, Channel>();
  readonly #wheel = new TimerWheel();
  readonly #inbox: string;
  readonly #close: () => void;
  #closed = false;

  constructor(private readonly options: RpcClientOptions) {
    this.#bus = options.bus;
    this.#inbox = `${options.bus.inboxPrefix}.${newId()}`;
    const subscription = this.#bus.nc.subscribe(`${this.#inbox}.>`, {
      callback: (error, message) => {
        if (!error) this.#receive(message);
      },
    });
    const unlisten = this.#bus.onDisconnected(() => {
      this.#settleAll(
        unavailable('the connection to the bus was lost before the response arrived', { reason: 'lost' }),
      );
    });
    this.#close = () => {
      unlisten();
      if (!this.#bus.nc.isClosed()) subscription.unsubscribe();
    };
  }

  get inFlight(): number {
    let count = 0;
    for (const channel of this.#channels.values()) count += channel.inFlight;
    return count;
  }

  /** @param subject of a command, a query or, from an agent, of its host's `up` subjects */
  call(
    subject: string,
    request: RpcRequest,
    options: { readonly timeoutMs?: number } = {},
  ): Promise<RpcReply> {
    const service = serviceOfSubject(subject);
    if (!service) return Promise.resolve(refused(reject('NOT_FOUND', `no such operation: ${subject}`)));
    if (this.#closed || !this.#bus.connected) {
      return laterThisTurn(unavailable('the connection to the bus is down', { reason: 'disconnected' }));
    }
    const body = JSON.stringify(request);
    const bytes = Buffer.byteLength(body);
    if (bytes > MAX_REQUEST_BYTES) return Promise.resolve(tooLarge(bytes));
    const channel = this.#channel(service);
    if (channel.inFlight >= (this.options.maxInFlight ?? 8192)) {
      return Promise.resolve(
        unavailable(`too many calls to ${service} are queued; try again later`, { reason: 'busy' }),
      );
    }
    return new Promise((resolve) => {
      const call =
        this.options.form === 'plain'
          ? channel.sendAlone(subject, body, resolve)
          : channel.sendBatched(subject, body, bytes, resolve);
      this.#wheel.add(call, options.timeoutMs ?? this.options.timeoutMs ?? 10_000);
    });
  }

  /** Calls in flight are answered with `UNAVAILABLE`. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#settleAll(unavailable('shutting down', { reason: 'lost' }));
    this.#wheel.stop();
    this.#close();
  }

  #channel(service: ServiceName): Channel {
    let channel = this.#channels.get(service);
    if (!channel) {
      channel = new Channel(service, {
        inbox: this.#inbox,
        publish: (subject, body, reply) => this.#bus.nc.publish(subject, body, { reply }),
      });
      this.#channels.set(service, channel);
    }
    return channel;
  }

  #receive(message: Msg): void {
    const [service, range] = message.subject.slice(this.#inbox.length + 1).split('.');
    const channel = this.#channels.get(service as ServiceName);
    if (!channel) return;
    if (range !== undefined && message.data.length === 0 && message.headers?.code === 503) {
      channel.settleRange(range, unavailable(`${service} is not running`, { reason: 'noService' }));
      return;
    }
    const parsed = parseJson(message.data);
    if (parsed.ok) channel.receive(range, parsed.value);
  }

  #settleAll(reply: RpcReply): void {
    for (const channel of this.#channels.values()) channel.settleAll(reply);
  }
}

/** Not at once: a caller that tries again without a pause would otherwise keep the connection from coming back. */
const laterThisTurn = (reply: RpcReply): Promise<RpcReply> =>
  new Promise((resolve) => setImmediate(resolve, reply));

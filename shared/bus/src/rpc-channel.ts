import { subjects } from '@berth/contracts/subjects';
import type { ServiceName } from '@berth/contracts/services';
import { FRAME_BYTES, FRAME_CALLS, parseReply, unavailable, type RpcReply } from './rpc-messages.js';
import type { Expiring } from './timer-wheel.js';

/** What a channel needs of its client. */
export interface ChannelOutlet {
  /** @throws where the connection is closed or the message too large */
  publish(subject: string, body: string, reply: string): void;
  readonly inbox: string;
}

export class Call implements Expiring {
  settled = false;
  constructor(
    readonly id: number,
    private readonly channel: Channel,
    private readonly resolve: (reply: RpcReply) => void,
  ) {}

  settle(reply: RpcReply): void {
    if (this.settled) return;
    this.settled = true;
    this.resolve(reply);
  }

  expire(): void {
    this.channel.settle(this.id, unavailable('the request timed out', { reason: 'timeout' }));
  }
}

/**
 * The calls of one client to one service. A frame's reply subject ends with the range of its calls' ids, so that
 * "no responder", which NATS sends to it, tells which calls have failed; answers come without that token,
 * those of one call that was sent alone with it.
 */
export class Channel {
  readonly #calls = new Map<number, Call>();
  #lastId = 0;
  #frame: string[] = [];
  #frameBytes = 0;
  #scheduled = false;

  constructor(
    private readonly service: ServiceName,
    private readonly outlet: ChannelOutlet,
  ) {}

  get inFlight(): number {
    return this.#calls.size;
  }

  /** Sends with the other calls of this tick of the event loop. */
  sendBatched(subject: string, request: string, bytes: number, resolve: (reply: RpcReply) => void): Call {
    if (this.#frameBytes + bytes > FRAME_BYTES || this.#frame.length === FRAME_CALLS) this.flush();
    const call = this.#newCall(resolve);
    this.#frame.push(`{"id":${call.id},"subject":${JSON.stringify(subject)},"request":${request}}`);
    this.#frameBytes += bytes;
    if (!this.#scheduled) {
      this.#scheduled = true;
      setImmediate(() => {
        this.#scheduled = false;
        this.flush();
      });
    }
    return call;
  }

  sendAlone(subject: string, request: string, resolve: (reply: RpcReply) => void): Call {
    const call = this.#newCall(resolve);
    this.#publish(subject, request, call.id, call.id);
    return call;
  }

  flush(): void {
    if (this.#frame.length === 0) return;
    const calls = this.#frame;
    this.#frame = [];
    this.#frameBytes = 0;
    const body = `{"calls":[${calls.join(',')}]}`;
    this.#publish(subjects.batch(this.service), body, this.#lastId - calls.length + 1, this.#lastId);
  }

  /** @param range the reply subject's last token, absent for answers to batched calls */
  receive(range: string | undefined, message: unknown): void {
    if (range !== undefined) {
      const reply =
        parseReply(message) ?? unavailable('the service sent an invalid response', { reason: 'malformed' });
      this.settleRange(range, reply);
      return;
    }
    for (const { id, reply } of (message as { replies: { id: number; reply: RpcReply }[] }).replies) {
      this.settle(id, reply);
    }
  }

  settleRange(range: string, reply: RpcReply): void {
    const [first = 0, last = -1] = range.split('-').map(Number);
    for (let id = first; id <= Math.min(last, this.#lastId); id += 1) this.settle(id, reply);
  }

  settle(id: number, reply: RpcReply): void {
    const call = this.#calls.get(id);
    if (!call) return;
    this.#calls.delete(id);
    call.settle(reply);
  }

  /** Those not sent yet too. */
  settleAll(reply: RpcReply): void {
    this.#frame = [];
    this.#frameBytes = 0;
    for (const id of [...this.#calls.keys()]) this.settle(id, reply);
  }

  #newCall(resolve: (reply: RpcReply) => void): Call {
    const call = new Call((this.#lastId += 1), this, resolve);
    this.#calls.set(call.id, call);
    return call;
  }

  #publish(subject: string, body: string, first: number, last: number): void {
    const range = `${first}-${last}`;
    try {
      this.outlet.publish(subject, body, `${this.outlet.inbox}.${this.service}.${range}`);
    } catch (error) {
      const message = error instanceof Error ? error.message : 'unknown';
      this.settleRange(
        range,
        unavailable(`the request could not be sent: ${message}`, { reason: 'notSent' }),
      );
    }
  }
}

import { randomBytes } from 'node:crypto';
import { RejectedError, reject } from '@berth/kernel/rejection';
import {
  agentVerbOf,
  hostOfSubject,
  isInboxFor,
  serviceOfSubject,
  subjects,
} from '@berth/contracts/subjects';
import type { ServiceName } from '@berth/contracts/services';
import type { Msg, Subscription } from '@nats-io/transport-node';
import type { Bus } from './connection.js';
import { ReplyBatcher } from './reply-batcher.js';
import {
  MAX_REQUEST_BYTES,
  parseBatch,
  parseJson,
  parseRequest,
  refused,
  tooLarge,
  unavailable,
  type BatchCall,
  type RpcReply,
  type RpcRequest,
} from './rpc-messages.js';
import { Semaphore } from '@berth/kernel/semaphore';

export interface RpcContext {
  readonly subject: string;
  /** The host of the calling agent: NATS lets it publish under its own id only. */
  readonly hostId?: string;
}

/** What it throws is a bug or broken infrastructure (a `RejectedError` apart): logged, and masked for the caller. */
export type RpcHandler = (request: RpcRequest, context: RpcContext) => Promise<RpcReply>;

export interface RpcServerOptions {
  readonly bus: Bus;
  readonly service: ServiceName;
  readonly onError: (error: unknown, context: { readonly subject: string; readonly traceId: string }) => void;
  /** The answer for an error that callers may see; else it is "internal error", with the trace id. */
  readonly explain?: (error: unknown) => string | undefined;
  /** Calls handled at once. Default 256. */
  readonly maxRunning?: number;
  /** Calls taken in beyond those; more are answered `UNAVAILABLE`, reason `busy`. Default 4,096. */
  readonly maxWaiting?: number;
}

/** Answers a service's commands, queries and its agents' requests; copies of the service share them by a queue group. */
export class RpcServer {
  readonly #handlers = new Map<string, RpcHandler>();
  readonly #agentHandlers = new Map<string, RpcHandler>();
  readonly #work: Semaphore;
  readonly #replies: ReplyBatcher;
  #subscriptions: Subscription[] = [];

  constructor(private readonly options: RpcServerOptions) {
    const { nc } = options.bus;
    this.#work = new Semaphore(options.maxRunning ?? 256, options.maxWaiting ?? 4096);
    this.#replies = new ReplyBatcher(
      (subject, body) => this.#publish(subject, body),
      () => nc.info?.max_payload ?? MAX_REQUEST_BYTES,
    );
  }

  get running(): number {
    return this.#work.running;
  }

  get waiting(): number {
    return this.#work.waiting;
  }

  /** @param subject of a command or query of this service */
  handle(subject: string, handler: RpcHandler): this {
    if (serviceOfSubject(subject) !== this.options.service) {
      throw new Error(`${subject} is not an operation of ${this.options.service}`);
    }
    this.#handlers.set(subject, handler);
    return this;
  }

  /** @param verb as in `subjects.agentUp(hostId, service, verb)` */
  handleAgent(verb: string, handler: RpcHandler): this {
    this.#agentHandlers.set(verb, handler);
    return this;
  }

  /** Register the handlers first. */
  start(): void {
    const { bus, service } = this.options;
    const listen = (subject: string, take: (message: Msg) => void) =>
      bus.nc.subscribe(subject, {
        queue: service,
        callback: (error, message) => {
          if (error) this.options.onError(error, { subject, traceId: newTraceId() });
          else take(message);
        },
      });
    this.#subscriptions = [
      ...[subjects.commandsOf(service), subjects.queriesOf(service), subjects.agentsUpTo(service)].map(
        (subject) => listen(subject, (message) => this.#takeSingle(message)),
      ),
      listen(subjects.batch(service), (message) => this.#takeBatch(message)),
    ];
  }

  /** Takes no more calls, and resolves when those taken have been answered. The bus stays open. */
  async drain(): Promise<void> {
    const { nc } = this.options.bus;
    if (!nc.isClosed())
      await Promise.allSettled(this.#subscriptions.map((subscription) => subscription.drain()));
    await this.#work.idle();
    this.#replies.flush();
    if (this.options.bus.connected && !nc.isClosed()) await nc.flush().catch(() => undefined);
  }

  #takeSingle(message: Msg): void {
    const { subject, reply: inbox } = message;
    if (!inbox || !isInboxFor(subject, inbox)) return;
    const answer = (reply: RpcReply) => this.#replies.single(inbox, reply);
    if (message.data.length > MAX_REQUEST_BYTES) return answer(tooLarge(message.data.length));
    const parsed = parseJson(message.data);
    if (!parsed.ok) return answer(refused(parsed.error));
    this.#schedule(subject, parsed.value, answer);
  }

  #takeBatch(message: Msg): void {
    const { subject, reply } = message;
    if (!reply || !isInboxFor(subject, reply)) return;
    const parsed = parseJson(message.data);
    const calls = parsed.ok ? parseBatch(parsed.value) : undefined;
    if (!calls) {
      const error = parsed.ok
        ? reject('VALIDATION_FAILED', 'must be a list of calls', 'calls')
        : parsed.error;
      return this.#replies.single(reply, refused(error));
    }
    // The last token is the range of the calls' ids, for the client's own use; without it the subject is its inbox.
    const inbox = reply.slice(0, reply.lastIndexOf('.'));
    for (const call of calls) this.#takeCall(call, inbox);
  }

  #takeCall({ id, subject, request }: BatchCall, inbox: string): void {
    const answer = (reply: RpcReply) => this.#replies.add(inbox, id, reply);
    if (!this.#handlers.has(subject)) return answer(notFound(subject));
    this.#schedule(subject, request, answer);
  }

  #schedule(subject: string, body: unknown, answer: (reply: RpcReply) => void): void {
    const request = parseRequest(body);
    if (!request.ok) return answer(refused(request.error));
    const taken = this.#work.tryRun(async () => {
      const reply = await this.#answerTo(subject, request.value);
      try {
        answer(reply);
      } catch (error) {
        answer(this.#internalError(error, subject, request.value));
      }
    });
    if (!taken) answer(unavailable('too many calls are queued; try again later', { reason: 'busy' }));
  }

  async #answerTo(subject: string, request: RpcRequest): Promise<RpcReply> {
    const verb = agentVerbOf(subject);
    const handler = verb === undefined ? this.#handlers.get(subject) : this.#agentHandlers.get(verb);
    if (!handler) return notFound(subject);
    try {
      return await handler(
        request,
        verb === undefined ? { subject } : { subject, hostId: hostOfSubject(subject) },
      );
    } catch (error) {
      if (error instanceof RejectedError) return refused(error.rejection);
      return this.#internalError(error, subject, request);
    }
  }

  #internalError(error: unknown, subject: string, request: RpcRequest): RpcReply {
    const traceId = request.traceparent?.split('-')[1] ?? newTraceId();
    this.options.onError(error, { subject, traceId });
    const explanation = this.options.explain?.(error);
    return explanation === undefined ? unavailable('internal error', { traceId }) : unavailable(explanation);
  }

  /** A lost connection loses the answer; the client notices, and asks again. */
  #publish(subject: string, body: string): void {
    const { nc, connected } = this.options.bus;
    if (!connected || nc.isClosed()) return;
    try {
      nc.publish(subject, body);
    } catch (error) {
      this.options.onError(error, { subject, traceId: newTraceId() });
    }
  }
}

const notFound = (subject: string): RpcReply => refused(reject('NOT_FOUND', `no such operation: ${subject}`));
const newTraceId = (): string => randomBytes(16).toString('hex');

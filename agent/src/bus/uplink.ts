import type { Bus } from '@berth/bus/connection';
import { parseReply, type RpcReply } from '@berth/bus/rpc-messages';
import { isHostRemovedError } from '@berth/contracts/agent/removed';
import type { OperationDefinition, RawInputOf, ResultOf } from '@berth/contracts/define';
import { agentVerbOf, serviceOfSubject, subjects } from '@berth/contracts/subjects';
import type { Rejection, RejectionCode } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Msg } from '@nats-io/transport-node';
import { Notifier } from '../notifier.js';

/** A request that fails at once when the connection is lost, since its answer can't arrive any more. */
function requestOver(bus: Bus, subject: string, body: string, timeoutMs: number): Promise<Msg> {
  if (!bus.connected) return Promise.reject(new Error('the connection to the bus is down'));
  return new Promise((resolve, reject) => {
    const forget = bus.onDisconnected(() => reject(new Error('the connection to the bus was lost')));
    bus.nc.request(subject, body, { timeout: timeoutMs }).then(resolve, reject).finally(forget);
  });
}

const REQUEST_TIMEOUT_MS = 5000;
const FIRST_RETRY_MS = 200;
const MAX_RETRY_MS = 10_000;
/** The request was not processed: retry. */
const RETRYABLE_CODES: readonly RejectionCode[] = ['UNAVAILABLE', 'RATE_LIMITED', 'VIEW_BEHIND'];

/** Requests of this host's agent to the services. */
export class Uplink {
  constructor(
    private readonly bus: Bus,
    readonly hostId: string,
    /** Called whenever a service answers that this host was removed. */
    private readonly onRemoved: () => void = () => undefined,
  ) {}

  /** One attempt; no answer is `UNAVAILABLE`. With an idempotency key, retries count as one request. */
  async request<O extends OperationDefinition>(
    operation: O,
    input: RawInputOf<O>,
    idempotencyKey?: string,
  ): Promise<Result<ResultOf<O>, Rejection>> {
    const sentAt = new Date().toISOString();
    const reply = await this.#send(operation, JSON.stringify({ input, idempotencyKey, sentAt }));
    if (reply.ok) return ok(reply.result as ResultOf<O>);
    if (isHostRemovedError(reply.error)) this.onRemoved();
    return err(reply.error);
  }

  /**
   * Retries until there is an answer, at once when the bus is back; an input that is a function is called for each
   * attempt, as its result may have changed. @throws where the signal aborts first
   */
  async requestUntilAnswered<O extends OperationDefinition>(
    operation: O,
    input: RawInputOf<O> | (() => RawInputOf<O>),
    { signal, idempotencyKey }: { signal: AbortSignal; idempotencyKey?: string },
  ): Promise<Result<ResultOf<O>, Rejection>> {
    const notifier = new Notifier();
    const wake = () => notifier.notify();
    const forget = this.bus.onConnected(wake);
    signal.addEventListener('abort', wake);
    try {
      for (let retryMs = FIRST_RETRY_MS; ; retryMs = Math.min(MAX_RETRY_MS, 2 * retryMs)) {
        signal.throwIfAborted();
        notifier.reset();
        const answer = await this.request(operation, isFunction(input) ? input() : input, idempotencyKey);
        if (answer.ok || !RETRYABLE_CODES.includes(answer.error.code)) return answer;
        await notifier.wait(retryMs * (0.75 + Math.random() / 2));
      }
    } finally {
      forget();
      signal.removeEventListener('abort', wake);
    }
  }

  async #send(operation: OperationDefinition, body: string): Promise<RpcReply> {
    const service = serviceOfSubject(operation.subject);
    const verb = agentVerbOf(operation.subject);
    if (!service || verb === undefined) throw new Error(`${operation.name} is not an operation for agents`);
    try {
      const subject = subjects.agentUp(this.hostId, service, verb);
      const message = await requestOver(this.bus, subject, body, REQUEST_TIMEOUT_MS);
      return parseReply(message.json()) ?? unanswered(`${service} sent an invalid response`);
    } catch {
      return unanswered(`${service} did not answer`);
    }
  }
}

const isFunction = <I>(input: I | (() => I)): input is () => I => typeof input === 'function';

const unanswered = (message: string): RpcReply => ({ ok: false, error: { code: 'UNAVAILABLE', message } });

import type { Bus } from '@berth/bus/connection';
import { parseReply, type RpcReply } from '@berth/bus/rpc-messages';
import { saysRemoved } from '@berth/contracts/agent/removed';
import type { OperationDefinition, RawInputOf, ResultOf } from '@berth/contracts/define';
import { agentVerbOf, serviceOfSubject, subjects } from '@berth/contracts/subjects';
import type { Rejection, RejectionCode } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { Waker } from '../waker.js';
import { requestOver } from './bus-request.js';

const ANSWER_WITHIN_MS = 5000;
const FIRST_RETRY_MS = 200;
const MAX_RETRY_MS = 10_000;
/** Nothing was decided: ask again. */
const UNDECIDED: readonly RejectionCode[] = ['UNAVAILABLE', 'RATE_LIMITED', 'VIEW_BEHIND'];

/** Requests of this host's agent to the services. */
export class Uplink {
  constructor(
    private readonly bus: Bus,
    readonly hostId: string,
    /** Called whenever a service answers that this host was removed. */
    private readonly onRemoved: () => void = () => undefined,
  ) {}

  /** One try; no answer is `UNAVAILABLE`. With a key, repeats are one request to the service. */
  async ask<O extends OperationDefinition>(
    operation: O,
    input: RawInputOf<O>,
    idempotencyKey?: string,
  ): Promise<Result<ResultOf<O>, Rejection>> {
    const sentAt = new Date().toISOString();
    const reply = await this.#request(operation, JSON.stringify({ input, idempotencyKey, sentAt }));
    if (reply.ok) return ok(reply.result as ResultOf<O>);
    if (saysRemoved(reply.error)) this.onRemoved();
    return err(reply.error);
  }

  /**
   * Asks until there is an answer, sooner when the bus is back; an input that is a function is asked for each time, as it
   * may have changed meanwhile. @throws where the signal aborts before
   */
  async insist<O extends OperationDefinition>(
    operation: O,
    input: RawInputOf<O> | (() => RawInputOf<O>),
    { signal, idempotencyKey }: { signal: AbortSignal; idempotencyKey?: string },
  ): Promise<Result<ResultOf<O>, Rejection>> {
    const waker = new Waker();
    const wake = () => waker.wake();
    const forget = this.bus.onConnected(wake);
    signal.addEventListener('abort', wake);
    try {
      for (let retryMs = FIRST_RETRY_MS; ; retryMs = Math.min(MAX_RETRY_MS, 2 * retryMs)) {
        signal.throwIfAborted();
        waker.arm();
        const answer = await this.ask(operation, isFunction(input) ? input() : input, idempotencyKey);
        if (answer.ok || !UNDECIDED.includes(answer.error.code)) return answer;
        await waker.wait(retryMs * (0.75 + Math.random() / 2));
      }
    } finally {
      forget();
      signal.removeEventListener('abort', wake);
    }
  }

  async #request(operation: OperationDefinition, body: string): Promise<RpcReply> {
    const service = serviceOfSubject(operation.subject);
    const verb = agentVerbOf(operation.subject);
    if (!service || verb === undefined) throw new Error(`${operation.name} is not for agents to ask`);
    try {
      const subject = subjects.agentUp(this.hostId, service, verb);
      const message = await requestOver(this.bus, subject, body, ANSWER_WITHIN_MS);
      return parseReply(message.json()) ?? unanswered(`${service} answered nonsense`);
    } catch {
      return unanswered(`${service} did not answer`);
    }
  }
}

const isFunction = <I>(input: I | (() => I)): input is () => I => typeof input === 'function';

const unanswered = (message: string): RpcReply => ({ ok: false, error: { code: 'UNAVAILABLE', message } });

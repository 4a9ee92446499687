import { setTimeout as sleep } from 'node:timers/promises';
import type { RpcClient } from '@berth/bus/rpc-client';
import type { RpcReply } from '@berth/bus/rpc-messages';
import { jwksQuery } from '@berth/contracts/auth/operations';
import { historyQuery } from '@berth/contracts/history';
import { SERVICES, type ServiceName } from '@berth/contracts/services';
import { newId } from '@berth/kernel/ids';

const ASK_EVERY_MS = 250;
const TIMEOUT_MS = 5_000;

/**
 * Services that have not responded since the gateway started. Each is polled until it responds, and not again: a gateway
 * stays ready while one of them is unavailable, since the other services still work.
 */
export class RequiredServices {
  readonly #missing = new Map<ServiceName, string>(SERVICES.map((service) => [service, 'not checked yet']));

  constructor(private readonly rpc: Pick<RpcClient, 'call'>) {}

  /** Resolves when every service has answered, or at the signal. */
  async ask(signal: AbortSignal): Promise<void> {
    await Promise.all(SERVICES.map((service) => this.#askUntilAnswered(service, signal)));
  }

  /** Undefined where all have answered. */
  get missing(): string | undefined {
    if (this.#missing.size === 0) return undefined;
    return [...this.#missing].map(([service, why]) => `${service} did not answer: ${why}`).join('; ');
  }

  async #askUntilAnswered(service: ServiceName, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const reply = await this.#askOnce(service);
      const why = whyNoAnswer(service, reply);
      if (why === undefined) return void this.#missing.delete(service);
      this.#missing.set(service, why);
      await sleep(ASK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Auth must have signing keys; of the others any response counts, also a refusal. */
  #askOnce(service: ServiceName): Promise<RpcReply> {
    const options = { timeoutMs: TIMEOUT_MS };
    if (service === 'auth') return this.rpc.call(jwksQuery.subject, { input: {} }, options);
    return this.rpc.call(historyQuery(service).subject, { input: { entity: 'none', id: newId() } }, options);
  }
}

function whyNoAnswer(service: ServiceName, reply: RpcReply): string | undefined {
  if (reply.ok) {
    const { keys } = reply.result as { readonly keys?: readonly unknown[] };
    return service === 'auth' && !keys?.length ? 'it has no signing keys' : undefined;
  }
  if (service !== 'auth' && reply.error.code !== 'UNAVAILABLE') return undefined;
  return reply.error.message;
}

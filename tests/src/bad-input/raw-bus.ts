import { setTimeout as sleep } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Answer } from './case.js';

const ANSWER_TIMEOUT_MS = 10_000;
const REFUSAL_TIMEOUT_MS = 5_000;

/** A connection that sends any bytes, well-formed or not. */
export class RawBus {
  constructor(readonly nc: NatsConnection) {}

  /** A service's answer to any bytes. */
  async ask(subject: string, body: string | object): Promise<Answer> {
    const bytes = typeof body === 'string' ? body : JSON.stringify(body);
    const text = (await this.nc.request(subject, bytes, { timeout: ANSWER_TIMEOUT_MS })).string();
    const reply = JSON.parse(text) as { ok: boolean; error?: { code: string; field?: string } };
    return { code: reply.error?.code ?? 'OK', field: reply.error?.field, text };
  }

  /** The server's own answers to what this connection may not do. */
  async refusalOf(attempt: (nc: NatsConnection) => void): Promise<Answer> {
    const refused = (async () => {
      for await (const status of this.nc.status()) {
        if (status.type === 'error') return { code: status.error.name, text: status.error.message };
      }
      return undefined;
    })();
    attempt(this.nc);
    await this.nc.flush();
    const answer = await Promise.race([
      refused,
      sleep(REFUSAL_TIMEOUT_MS, undefined, { ref: false }).then(() => undefined),
    ]);
    return answer ?? { code: 'OK', text: '' };
  }
}

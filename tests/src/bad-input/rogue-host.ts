import { connect, jwtAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { createUser } from '@nats-io/nkeys';
import type { JoinAnswer } from '@berth/contracts/agent/join';
import type { LogsArchived } from '@berth/contracts/agent/messages';
import { subjects } from '@berth/contracts/subjects';
import { eventually } from '@berth/testing/eventually';
import type { Platform } from '../platform/platform.js';
import type { Answer } from './case.js';
import { RawBus } from './raw-bus.js';

/** An answer of telemetry within this time is final. */
const ANSWER_TIMEOUT_MS = 10_000;

/** A machine that joined as a valid host, and then impersonates others. */
export class RogueHost extends RawBus {
  readonly #answers: LogsArchived[] = [];

  private constructor(
    readonly hostId: string,
    nc: NatsConnection,
  ) {
    super(nc);
    nc.subscribe(subjects.agentDown(hostId, 'telemetry', 'archived'), {
      callback: (_error, message) => {
        this.#answers.push(message.json<LogsArchived>());
      },
    });
  }

  static async join(platform: Platform, token: string, name = 'rogue'): Promise<RogueHost> {
    const user = createUser();
    const { status, body } = await postJoin(platform, {
      token,
      publicKey: user.getPublicKey(),
      name,
    });
    if (status !== 200) throw new Error(`the rogue could not join: ${JSON.stringify(body)}`);
    const { hostId, jwt, natsUrl } = body as unknown as JoinAnswer;
    const nc = await connect({
      servers: natsUrl,
      authenticator: jwtAuthenticator(jwt, user.getSeed()),
      inboxPrefix: subjects.agentInbox(hostId),
    });
    return new RogueHost(hostId, nc);
  }

  up(service: 'inventory' | 'scheduler', verb: string, input: object): Promise<Answer> {
    return this.ask(subjects.agentUp(this.hostId, service, verb), { input });
  }

  /** Sends output of a run, and resolves to telemetry's answer. */
  async sendOutput(jobId: string, run: number, body: string): Promise<Answer> {
    const before = this.#answers.length;
    this.nc.publish(subjects.log(this.hostId, jobId, run), body);
    const reply = await eventually(
      () => {
        const answer = this.#answers[before];
        if (!answer) throw new Error('telemetry says nothing');
        return answer;
      },
      { timeoutMs: ANSWER_TIMEOUT_MS },
    );
    return {
      code: reply.rejected === undefined ? 'OK' : 'REJECTED',
      field: reply.rejected?.split(':')[0],
      text: JSON.stringify(reply),
    };
  }
}

export async function postJoin(
  platform: Platform,
  body: object | string,
  method = 'POST',
): Promise<{ status: number; body: { [name: string]: unknown } }> {
  const response = await fetch(`${platform.url}/join`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(method === 'POST' ? { body: typeof body === 'string' ? body : JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  });
  return { status: response.status, body: (await response.json()) as { [name: string]: unknown } };
}

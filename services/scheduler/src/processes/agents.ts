import { z } from 'zod';
import type { Bus } from '@berth/bus/connection';
import { reportedRun, type ReportedRun, type StartRun, type StopRun } from '@berth/contracts/agent/messages';
import { subjects } from '@berth/contracts/subjects';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';

const answer = z.union([
  z.object({ ok: z.literal(true), runs: z.array(reportedRun).optional() }),
  z.object({
    ok: z.literal(false),
    error: z.object({ code: z.string(), message: z.string(), field: z.string().optional() }),
  }),
]);

const ANSWER_WITHIN_MS = 3000;

/** Requests to agents. An agent that can't be reached, or answers nonsense, counts as unavailable: ask again later. */
export class Agents {
  constructor(private readonly bus: Bus) {}

  async start(hostId: string, run: StartRun): Promise<Result<null, Rejection>> {
    const reply = await this.ask(hostId, 'start', run);
    return reply.ok ? ok(null) : reply;
  }

  async stop(hostId: string, stop: StopRun): Promise<Result<null, Rejection>> {
    const reply = await this.ask(hostId, 'stop', stop);
    return reply.ok ? ok(null) : reply;
  }

  async runs(hostId: string): Promise<Result<readonly ReportedRun[], Rejection>> {
    const reply = await this.ask(hostId, 'runs', {});
    return reply.ok ? ok(reply.value.runs ?? []) : reply;
  }

  private async ask(
    hostId: string,
    verb: string,
    body: object,
  ): Promise<Result<{ runs?: ReportedRun[] | undefined }, Rejection>> {
    try {
      const subject = subjects.agentDown(hostId, 'scheduler', verb);
      const message = await this.bus.nc.request(subject, JSON.stringify(body), { timeout: ANSWER_WITHIN_MS });
      const reply = answer.safeParse(message.json());
      if (!reply.success)
        return err(reject('UNAVAILABLE', `the agent of host ${hostId} answered nonsense to ${verb}`));
      if (reply.data.ok) return ok(reply.data);
      const { code, message: text } = reply.data.error;
      return err(reject(code === 'VALIDATION_FAILED' ? 'VALIDATION_FAILED' : 'UNAVAILABLE', text));
    } catch {
      return err(reject('UNAVAILABLE', `the agent of host ${hostId} can't be reached`));
    }
  }
}

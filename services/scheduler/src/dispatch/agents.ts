import { z } from 'zod';
import type { Bus } from '@berth/bus/connection';
import {
  deviceUse,
  processesEnding,
  reportedRun,
  type DeviceUse,
  type EndProcesses,
  type ProcessesEnding,
  type ReportedRun,
  type StartRun,
  type StopRun,
} from '@berth/contracts/agent/messages';
import { subjects } from '@berth/contracts/subjects';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';

const answer = z.union([
  z.object({
    ok: z.literal(true),
    runs: z.array(reportedRun).optional(),
    usage: z.array(deviceUse).optional(),
    ending: processesEnding.optional(),
  }),
  z.object({
    ok: z.literal(false),
    error: z.object({ code: z.string(), message: z.string(), field: z.string().optional() }),
  }),
]);

/** By these an agent has decided; whatever else it says, it is asked again. */
const DECIDED = ['VALIDATION_FAILED', 'NOT_FOUND', 'INVALID_STATE'] as const;
const ANSWER_WITHIN_MS = 3000;
/** Agents give the driver 5 s to say who uses its devices. */
const USAGE_WITHIN_MS = 8000;

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

  /** Who uses the devices beside the agent's runs, told of each of them. */
  async usage(
    hostId: string,
    deviceUuids: readonly string[],
  ): Promise<Result<readonly DeviceUse[], Rejection>> {
    const reply = await this.ask(hostId, 'usage', { deviceUuids }, USAGE_WITHIN_MS);
    if (!reply.ok) return reply;
    const told = reply.value.usage ?? [];
    return ok(told.filter(({ uuid }) => deviceUuids.includes(uuid)));
  }

  /** Undefined: the agent is too old to know how. */
  async endProcesses(
    hostId: string,
    order: EndProcesses,
  ): Promise<Result<ProcessesEnding | undefined, Rejection>> {
    const reply = await this.ask(hostId, 'endProcesses', order, USAGE_WITHIN_MS);
    if (!reply.ok) return reply.error.code === 'NOT_FOUND' ? ok(undefined) : reply;
    return ok(reply.value.ending);
  }

  private async ask(
    hostId: string,
    verb: string,
    body: object,
    withinMs = ANSWER_WITHIN_MS,
  ): Promise<Result<Extract<z.output<typeof answer>, { ok: true }>, Rejection>> {
    try {
      const subject = subjects.agentDown(hostId, 'scheduler', verb);
      const message = await this.bus.nc.request(subject, JSON.stringify(body), { timeout: withinMs });
      const reply = answer.safeParse(message.json());
      if (!reply.success)
        return err(reject('UNAVAILABLE', `the agent of host ${hostId} answered nonsense to ${verb}`));
      if (reply.data.ok) return ok(reply.data);
      const { code, message: text } = reply.data.error;
      return err(reject(DECIDED.find((each) => each === code) ?? 'UNAVAILABLE', text));
    } catch {
      return err(reject('UNAVAILABLE', `the agent of host ${hostId} can't be reached`));
    }
  }
}

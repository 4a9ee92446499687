import { z } from 'zod';
import type { Bus } from '@berth/bus/connection';
import {
  deviceProcesses,
  processTerminationStatus,
  reportedRun,
  type DeviceProcesses,
  type EndProcesses,
  type ProcessTerminationStatus,
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
    usage: z.array(deviceProcesses).optional(),
    ending: processTerminationStatus.optional(),
  }),
  z.object({
    ok: z.literal(false),
    error: z.object({ code: z.string(), message: z.string(), field: z.string().optional() }),
  }),
]);

/** An agent's final codes; after any other, the request is retried. */
const FINAL_CODES = ['VALIDATION_FAILED', 'NOT_FOUND', 'INVALID_STATE'] as const;
const REPLY_TIMEOUT_MS = 3000;
/** Agents give the driver 5 s to list the users of its devices. */
const USAGE_TIMEOUT_MS = 8000;

/**
 * Requests to agents. An agent that is unreachable, or whose reply is invalid, counts as unavailable: retry later.
 */
export class Agents {
  constructor(private readonly bus: Bus) {}

  async start(hostId: string, run: StartRun): Promise<Result<null, Rejection>> {
    const reply = await this.#call(hostId, 'start', run);
    return reply.ok ? ok(null) : reply;
  }

  async stop(hostId: string, stop: StopRun): Promise<Result<null, Rejection>> {
    const reply = await this.#call(hostId, 'stop', stop);
    return reply.ok ? ok(null) : reply;
  }

  async runs(hostId: string): Promise<Result<readonly ReportedRun[], Rejection>> {
    const reply = await this.#call(hostId, 'runs', {});
    return reply.ok ? ok(reply.value.runs ?? []) : reply;
  }

  /** The users of the devices other than the agent's runs, which are passed to it. */
  async usage(
    hostId: string,
    deviceUuids: readonly string[],
  ): Promise<Result<readonly DeviceProcesses[], Rejection>> {
    const reply = await this.#call(hostId, 'usage', { deviceUuids }, USAGE_TIMEOUT_MS);
    if (!reply.ok) return reply;
    const told = reply.value.usage ?? [];
    return ok(told.filter(({ uuid }) => deviceUuids.includes(uuid)));
  }

  /** Undefined: the agent is too old to know how. */
  async endProcesses(
    hostId: string,
    order: EndProcesses,
  ): Promise<Result<ProcessTerminationStatus | undefined, Rejection>> {
    const reply = await this.#call(hostId, 'endProcesses', order, USAGE_TIMEOUT_MS);
    if (!reply.ok) return reply.error.code === 'NOT_FOUND' ? ok(undefined) : reply;
    return ok(reply.value.ending);
  }

  async #call(
    hostId: string,
    verb: string,
    body: object,
    timeoutMs = REPLY_TIMEOUT_MS,
  ): Promise<Result<Extract<z.output<typeof answer>, { ok: true }>, Rejection>> {
    try {
      const subject = subjects.agentDown(hostId, 'scheduler', verb);
      const message = await this.bus.nc.request(subject, JSON.stringify(body), { timeout: timeoutMs });
      const reply = answer.safeParse(message.json());
      if (!reply.success)
        return err(reject('UNAVAILABLE', `the agent of host ${hostId} sent an invalid response to ${verb}`));
      if (reply.data.ok) return ok(reply.data);
      const { code, message: text } = reply.data.error;
      return err(reject(FINAL_CODES.find((each) => each === code) ?? 'UNAVAILABLE', text));
    } catch {
      return err(reject('UNAVAILABLE', `the agent of host ${hostId} is not reachable`));
    }
  }
}

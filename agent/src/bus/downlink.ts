import type { Msg, Subscription } from '@nats-io/transport-node';
import type { z } from 'zod';
import type { Bus } from '@berth/bus/connection';
import {
  deviceUsageRequest,
  endProcesses,
  logsArchived,
  startRun,
  stopRun,
  type DeviceProcesses,
  type EndProcesses,
  type LogsArchived,
  type ProcessTerminationStatus,
  type ReportedRun,
  type StartRun,
  type StopRun,
} from '@berth/contracts/agent/messages';
import type { ServiceName } from '@berth/contracts/services';
import { subjects } from '@berth/contracts/subjects';
import { reject, type Rejection } from '@berth/kernel/rejection';
import type { Logger } from '@berth/service-host/log';

/**
 * Requests that the services send to this agent. A rejection is the answer; an error that is thrown is logged and
 * masked.
 */
export interface Orders {
  start(order: StartRun): Promise<Rejection | undefined>;
  stop(order: StopRun): Promise<Rejection | undefined>;
  runs(): readonly ReportedRun[];
  /** True while the agent stops: it accepts no more runs. */
  readonly isStopping: boolean;
  archived(order: LogsArchived): void;
}

type Answer =
  | {
      readonly ok: true;
      readonly runs?: readonly ReportedRun[];
      readonly usage?: readonly DeviceProcesses[];
      readonly ending?: ProcessTerminationStatus;
    }
  | { readonly ok: false; readonly error: Rejection };
type Handler = (body: unknown) => Promise<Answer>;

/** Reports which processes use devices of this host, beside its runs. */
export interface UsageMeter {
  of(uuids: readonly string[]): Promise<readonly DeviceProcesses[]>;
}

/** Stops processes of users whose reservation of devices is over. */
export interface ProcessEnder {
  end(order: EndProcesses): Promise<ProcessTerminationStatus>;
}

/** Subscribes to the orders of the services, and answers each once it is done or on disk. */
export function listenToServices(
  bus: Bus,
  hostId: string,
  orders: Orders,
  usage: UsageMeter,
  ender: ProcessEnder,
  log: Logger,
): Subscription {
  const handlers = new Map<string, Handler>([
    handler('scheduler', 'start', startRun, async (order) => answerOf(await orders.start(order))),
    handler('scheduler', 'stop', stopRun, async (order) => answerOf(await orders.stop(order))),
    [
      subjects.agentDown(hostId, 'scheduler', 'runs'),
      // the scheduler places runs only on hosts that answer this
      () =>
        Promise.resolve(
          orders.isStopping
            ? refusal(reject('UNAVAILABLE', 'the agent is stopping'))
            : { ok: true, runs: orders.runs() },
        ),
    ],
    handler('scheduler', 'usage', deviceUsageRequest, async ({ deviceUuids }) => ({
      ok: true,
      usage: await usage.of(deviceUuids),
    })),
    handler('scheduler', 'endProcesses', endProcesses, async (order) => ({
      ok: true,
      ending: await ender.end(order),
    })),
    handler('telemetry', 'archived', logsArchived, (order) => {
      orders.archived(order);
      return Promise.resolve({ ok: true });
    }),
  ]);
  return bus.nc.subscribe(subjects.agentDownAll(hostId), {
    callback: (error, message) => {
      if (error) log.error({ err: error }, 'the subscription to orders failed');
      else void serve(message);
    },
  });

  function handler<S extends z.ZodType>(
    service: ServiceName,
    verb: string,
    schema: S,
    carryOut: (order: z.output<S>) => Promise<Answer>,
  ): [string, Handler] {
    const handle: Handler = (body) => {
      const order = schema.safeParse(body);
      return order.success ? carryOut(order.data) : Promise.resolve(refusal(invalid(order.error)));
    };
    return [subjects.agentDown(hostId, service, verb), handle];
  }

  async function serve(message: Msg): Promise<void> {
    const answer = await carryOut(message);
    if (message.reply) message.respond(JSON.stringify(answer));
  }

  async function carryOut(message: Msg): Promise<Answer> {
    const handle = handlers.get(message.subject);
    if (!handle) return refusal(reject('NOT_FOUND', 'the agent does not know this operation', 'subject'));
    const body = bodyOf(message);
    if (body === undefined) return refusal(reject('VALIDATION_FAILED', 'must be JSON', 'body'));
    try {
      return await handle(body);
    } catch (error) {
      log.error({ err: error, subject: message.subject }, 'an order failed');
      return refusal(reject('UNAVAILABLE', 'the agent failed to carry out the order; see its log'));
    }
  }
}

const answerOf = (rejection: Rejection | undefined): Answer =>
  rejection ? refusal(rejection) : { ok: true };
const refusal = (error: Rejection): Answer => ({ ok: false, error });

function invalid(error: z.ZodError): Rejection {
  const [issue] = error.issues;
  const field = issue?.path.join('.') || 'body';
  return reject('VALIDATION_FAILED', `${field}: ${issue?.message ?? 'is not valid'}`, field);
}

function bodyOf(message: Msg): unknown {
  try {
    return message.data.length === 0 ? {} : message.json();
  } catch {
    return undefined;
  }
}

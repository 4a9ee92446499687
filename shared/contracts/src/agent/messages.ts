import { z } from 'zod';
import { id, instant } from '../fields.js';
import { deviceFacts, hostCondition, hostConditionKinds, hostFacts } from '../inventory/events.js';
import { runOutcome } from '../scheduler/events.js';
import { errorClass, failure } from '../scheduler/failures.js';

/**
 * What crosses between an agent and the services. Down: NATS requests on `berth.agent.<hostId>.down.<service>.<verb>.v1`,
 * answered `{ ok: true }` or `{ ok: false, error }`. Up: requests on `berth.agent.<hostId>.up.<service>.<verb>.v1`
 * with `{ input }`, answered like any command; the host is read from the subject, never from the body.
 */
const runKey = { jobId: id, run: z.number().int().min(1) };

/** down.scheduler.start: begin this run, once. Repeating it changes nothing. */
export const startRun = z.object({
  ...runKey,
  projectId: id,
  command: z.array(z.string()),
  env: z.record(z.string(), z.string()),
  workingDirectory: z.string().optional(),
  deviceUuids: z.array(z.string()),
  simulated: z.boolean().default(false),
  timeoutSeconds: z.number().positive(),
  graceSeconds: z.number().min(0).default(10),
  vcpus: z.number().positive().optional(),
  ramMiB: z.number().positive().optional(),
  /** The submitter's account on this host, where staff have mapped one. */
  account: z.string().min(1).max(64).optional(),
  /** Whether the submitter is an admin: only such jobs run where jobs are not held apart. */
  byAdmin: z.boolean().optional(),
  traceparent: z.string().optional(),
});
export type StartRun = z.output<typeof startRun>;

/** down.scheduler.stop: SIGTERM, grace, SIGKILL. `outcome` is what the agent then reports. */
export const stopRun = z.object({
  ...runKey,
  outcome: z.enum(['cancelled', 'timedOut', 'preempted', 'lost']),
  graceSeconds: z.number().min(0).default(10),
});
export type StopRun = z.output<typeof stopRun>;

/** down.scheduler.runs, with no input: the runs that the agent knows of, answered `{ ok: true, runs: ReportedRun[] }`. Asked when the scheduler starts. */
export const reportedRun = z.strictObject({ ...runKey, state: z.enum(['starting', 'running', 'ended']) });
export type ReportedRun = z.output<typeof reportedRun>;

/** down.scheduler.usage: which processes other than those of the agent's own runs use these devices, answered `{ ok: true, usage: DeviceProcesses[] }`. */
export const deviceUsageRequest = z.strictObject({ deviceUuids: z.array(z.string().max(100)).max(1024) });
export type DeviceUsageRequest = z.output<typeof deviceUsageRequest>;

/** `known` is false if the agent cannot find all processes; it lists those it found. No account: unknown owner. */
export const deviceProcesses = z.strictObject({
  uuid: z.string().max(100),
  known: z.boolean(),
  why: z.string().max(300).optional(),
  processes: z
    .array(z.strictObject({ pid: z.number().int(), account: z.string().max(64).optional() }))
    .max(256),
});
export type DeviceProcesses = z.output<typeof deviceProcesses>;

const pids = z.array(z.number().int()).max(256);

/**
 * down.scheduler.endProcesses: processes of these accounts that use the devices, and belong to no run, are signalled
 * (SIGTERM). Those that still run when the request is repeated `graceSeconds` later are killed: nothing is killed for a
 * need that has gone. Answered `{ ok: true, ending: ProcessTerminationStatus }`.
 */
export const endProcesses = z.strictObject({
  /** The reservation that is over; signalled processes are remembered by it. */
  reservationId: id,
  deviceUuids: z.array(z.string().max(100)).min(1).max(1024),
  accounts: z.array(z.string().min(1).max(64)).min(1).max(64),
  graceSeconds: z.number().min(0).max(3600),
});
export type EndProcesses = z.output<typeof endProcesses>;

/** Since the agent started, and in the last hour. */
export const processTerminationStatus = z.strictObject({
  /** Signalled, and still running. */
  signalled: pids,
  /** Signalled, and no longer on the devices. */
  ended: pids,
  /** Killed, whether they have ended already or not. */
  killed: pids,
  /** Those that the agent may not signal. */
  denied: pids,
  /** False where it can't tell who uses some of the devices. */
  known: z.boolean(),
});
export type ProcessTerminationStatus = z.output<typeof processTerminationStatus>;

/**
 * down.telemetry.archived: chunks up to and including `seq` of (run, stream) are archived and may be dropped. `bytes` and
 * `ended` say so by the stream's bytes: they hold also where an agent that lost its notes has cut it anew. `rejected`
 * says why the chunk was refused; `refused` whether that goes for it alone, or for all output of the run, as where none
 * is said: the host may not write there.
 */
export const logsArchived = z.object({
  ...runKey,
  stream: z.enum(['stdout', 'stderr']),
  seq: z.number().int().min(0),
  bytes: z.number().int().min(0).optional(),
  /** All of the stream is archived. */
  ended: z.boolean().optional(),
  rejected: z.string().optional(),
  refused: z.enum(['run', 'chunk']).optional(),
});
export type LogsArchived = z.output<typeof logsArchived>;

/** A device with errors (ECC, XID) or a lost device, for as long as the fault lasts. */
export const deviceFault = z.strictObject({ uuid: z.string().max(100), reason: z.string().min(1).max(500) });

/** up.inventory.register: at every (re)connection, and when facts, devices or conditions change. */
export const hostRegistration = z.strictObject({
  facts: hostFacts,
  devices: z.array(deviceFacts).max(1024),
  /** All current problems of the host as a whole; omitted: none. */
  conditions: z.array(hostCondition).max(hostConditionKinds.length).optional(),
  /** All faulty or lost devices; all others in `devices` are healthy. Omitted by agents of earlier versions. */
  faults: z.array(deviceFault).max(1024).optional(),
  bootId: z.string().max(100),
});
/** up.inventory.heartbeat, every 5 s. */
export const heartbeat = z.strictObject({ runs: z.array(z.strictObject(runKey)).max(10_000), at: instant });
/** up.inventory.deregister: the agent shuts down; its runs have ended. */
export const hostDeregistration = z.strictObject({});
/** up.inventory.deviceError, by agents of earlier versions, which send no `faults`: a device is lost or has errors. */
export const deviceError = z.strictObject({ uuid: z.string().max(100), reason: z.string().max(500) });

/**
 * up.scheduler.report, repeated until answered. A run that the scheduler no longer counts as this host's is answered
 * INVALID_STATE with field `run`: the agent must end it (the run number is the fencing epoch).
 */
export const runReport = z.strictObject({
  ...runKey,
  state: z.enum(['running', 'ended']),
  outcome: runOutcome.optional(),
  exitCode: z.number().int().optional(),
  signal: z.string().max(20).optional(),
  errorClass: errorClass.optional(),
  failure: failure.optional(),
  message: z.string().max(2000).optional(),
  at: instant,
});
export type RunReport = z.output<typeof runReport>;

/** up.scheduler.reconcile, after register: known runs of the agent. Answered with those to end, and those to start. */
export const reconcile = z.strictObject({ runs: z.array(reportedRun).max(10_000) });
export type ReconcileResult = {
  readonly end: readonly { readonly jobId: string; readonly run: number }[];
  readonly start: readonly StartRun[];
};

/** Body of a message on `berth.log.<hostId>.<jobId>.<run>`. `text` ends at a line's end unless the line is longer than a chunk. */
export const logChunk = z.strictObject({
  stream: z.enum(['stdout', 'stderr']),
  /** 0, 1, 2, ... within (run, stream). */
  seq: z.number().int().min(0),
  /** Bytes before this chunk in (run, stream). */
  offset: z.number().int().min(0),
  /** Bytes that it stands for: more or less than its text has where they are no UTF-8. */
  length: z.number().int().min(0).optional(),
  text: z.string().max(262_144),
  at: instant,
  /** Nothing follows in (run, stream). */
  last: z.boolean().default(false),
});
export type LogChunk = z.output<typeof logChunk>;

/** Body of a message on `berth.gpu.<hostId>`. Memory in MiB, power in W, temperature in °C, utilisation in percent. */
export const hostSample = z.strictObject({
  at: instant,
  cpuPercent: z.number().min(0).max(100).optional(),
  memoryUsedMiB: z.number().min(0).optional(),
  memoryTotalMiB: z.number().min(0).optional(),
  devices: z
    .array(
      z.strictObject({
        uuid: z.string().max(100),
        simulated: z.boolean().default(false),
        utilisationGpu: z.number().min(0).max(100).optional(),
        utilisationMemory: z.number().min(0).max(100).optional(),
        memoryUsedMiB: z.number().min(0).optional(),
        memoryFreeMiB: z.number().min(0).optional(),
        memoryTotalMiB: z.number().min(0).optional(),
        temperature: z.number().optional(),
        powerW: z.number().min(0).optional(),
        pstate: z.string().max(8).optional(),
        pcieGenCurrent: z.number().int().optional(),
        pcieGenMax: z.number().int().optional(),
        processes: z
          .array(
            z.strictObject({
              pid: z.number().int(),
              name: z.string().max(300).optional(),
              memoryUsedMiB: z.number().optional(),
            }),
          )
          .max(256)
          .default([]),
      }),
    )
    .max(1024),
});
export type HostSample = z.output<typeof hostSample>;

import { z } from 'zod';
import { defineQuery } from '../define.js';
import { argument, id, instant } from '../fields.js';
import type { MetricValue } from '../log-lines.js';

export type LogLine = {
  /** Opaque; where to go on after this line, or before it. */
  readonly cursor: string;
  /** Its place among all lines of the job, from 1, in the order of arrival. It never changes. */
  readonly number: number;
  readonly run: number;
  readonly stream: 'stdout' | 'stderr';
  readonly at: string;
  readonly level?: string;
  readonly stage?: string;
  /** As the job printed it, without the line's end. */
  readonly text: string;
  /** The line was not ended when it was sent: what comes next in its stream goes on with it. */
  readonly partial?: true;
};

/** Which lines of a job there are, whatever the filter of a page. */
export type KeptLines = {
  readonly lineCount: number;
  /** Numbers of the first and last line; none where no line is kept. */
  readonly firstNumber?: number;
  readonly lastNumber?: number;
  /** How many lines before the first were deleted, */
  readonly dropped: number;
  /** and whether for their age, or for the size of the archive. */
  readonly droppedBy?: 'age' | 'size';
};

/**
 * In the order of arrival. `cursor` is where to go on, whether there are lines or not; `end` once the job's runs (or the
 * run that was asked for) have ended and nothing is left to read.
 */
export type LogPage = {
  readonly lines: readonly LogLine[];
  readonly cursor: string;
  /** Where to go on backwards. */
  readonly startCursor: string;
  /** False where no line precedes these. */
  readonly hasEarlier: boolean;
  readonly end: boolean;
  readonly kept: KeptLines;
};

export type LogHit = {
  readonly line: LogLine;
  /** Where in its text the first match is, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** Lines of the same filter, but of any level, around it. */
  readonly before: readonly LogLine[];
  readonly after: readonly LogLine[];
};

/** What was found within the time of one request. */
export type LogSearchSlice = {
  readonly hits: readonly LogHit[];
  /** Lines that matched, listed or not. */
  readonly counted: number;
  /** Where the next hits are searched from. */
  readonly cursor: string;
  /** Up to where lines were searched, and the number of the last of them. */
  readonly searchedCursor: string;
  readonly searchedTo: number;
  /** All lines that there are now have been searched. */
  readonly exhausted: boolean;
};

export type MetricPoint = {
  readonly cursor: string;
  readonly run: number;
  readonly at: string;
  /** The numbers of the line, `epoch` among them; "NaN", "Infinity" or "-Infinity" where one is not finite. */
  readonly values: { readonly [name: string]: MetricValue };
  readonly stage?: string;
  /** Number of omitted values: a line has at most 100, with valid metric names. */
  readonly omitted?: number;
};

export type JobProgress = {
  readonly jobId: string;
  /** 0 to 1. */
  readonly progress?: number;
  readonly stage?: string;
  readonly epoch?: number;
  readonly epochs?: number;
  readonly message?: string;
  /** "NaN", "Infinity" or "-Infinity" where the latest value is not finite. */
  readonly latestMetrics: { readonly [name: string]: MetricValue };
  /** Number of omitted metrics: of the latest line, and beyond the 200 that are kept. */
  readonly omittedMetrics?: number;
  readonly updatedAt?: string;
};

export type DeviceSample = {
  readonly at: string;
  readonly hostId: string;
  readonly uuid: string;
  readonly simulated: boolean;
  readonly utilisationGpu?: number;
  readonly utilisationMemory?: number;
  readonly memoryUsedMiB?: number;
  readonly memoryTotalMiB?: number;
  readonly temperature?: number;
  readonly powerW?: number;
};

/** A bucket of samples; means, with the peak of memory. */
export type DeviceRollup = DeviceSample & {
  readonly bucketMinutes: number;
  readonly samples: number;
  readonly memoryPeakMiB?: number;
};

/** Load of a host; a bucket where it has `samples`. */
export interface HostSampleView {
  readonly at: string;
  readonly hostId: string;
  readonly cpuPercent?: number;
  readonly memoryUsedMiB?: number;
  readonly memoryTotalMiB?: number;
  readonly memoryPeakMiB?: number;
  readonly bucketMinutes?: number;
  readonly samples?: number;
}

/** The service checks that the caller may see the job (member of its project, or operator, admin, auditor). */
export const logsQuery = defineQuery<LogPage>('read')(
  'telemetry',
  'logs',
  z.strictObject({
    jobId: id,
    run: z.number().int().min(1).optional(),
    stream: z.enum(['stdout', 'stderr']).optional(),
    /** Exactly this one: trace, debug, info, warn, error or fatal. */
    level: argument(20).optional(),
    after: argument(200).optional(),
    before: argument(200).optional(),
    at: instant.optional(),
    fromLine: z.number().int().min(1).optional(),
    first: z.number().int().min(1).max(2000).optional(),
    last: z.number().int().min(1).max(2000).optional(),
  }),
);
/** One slice of a search; the caller asks for more until it has what it wants. */
export const searchLogsQuery = defineQuery<LogSearchSlice>('read')(
  'telemetry',
  'searchLogs',
  z.strictObject({
    jobId: id,
    run: z.number().int().min(1).optional(),
    stream: z.enum(['stdout', 'stderr']).optional(),
    level: argument(20).optional(),
    /** Exactly one of these. */
    text: argument(500).optional(),
    regex: argument(500).optional(),
    caseSensitive: z.boolean().default(false),
    contextBefore: z.number().int().min(0).max(20).default(0),
    contextAfter: z.number().int().min(0).max(20).default(0),
    after: argument(200).optional(),
    first: z.number().int().min(0).max(200).default(50),
    /** Counts on when there are so many hits. */
    count: z.boolean().default(false),
  }),
);
export const metricsQuery = defineQuery<{
  readonly points: readonly MetricPoint[];
  readonly cursor: string;
  readonly end: boolean;
}>('read')(
  'telemetry',
  'metrics',
  z.strictObject({
    jobId: id,
    run: z.number().int().min(1).optional(),
    after: argument(200).optional(),
    limit: z.number().int().min(1).max(2000).default(500),
  }),
);
export const progressQuery = defineQuery<readonly JobProgress[]>('read')(
  'telemetry',
  'progress',
  z.strictObject({ ids: z.array(id).max(500) }),
);
/** Latest sample of each device; the gateway omits those that the caller may not see. */
export const latestSamplesQuery = defineQuery<readonly DeviceSample[]>('read')(
  'telemetry',
  'latestSamples',
  z.strictObject({ uuids: z.array(argument(100)).max(1000) }),
);
export const rollupsQuery = defineQuery<readonly DeviceRollup[]>('read')(
  'telemetry',
  'rollups',
  z.strictObject({ uuids: z.array(argument(100)).max(200), from: instant, to: instant }),
);
export const latestHostSamplesQuery = defineQuery<readonly HostSampleView[]>('readHostSamples')(
  'telemetry',
  'latestHostSamples',
  z.strictObject({ hostIds: z.array(id).max(500) }),
);
export const hostRollupsQuery = defineQuery<readonly HostSampleView[]>('readHostSamples')(
  'telemetry',
  'hostRollups',
  z.strictObject({ hostIds: z.array(id).max(200), from: instant, to: instant }),
);

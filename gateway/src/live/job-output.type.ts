import type { KeptLines, LogLine, MetricPoint } from '@berth/contracts/telemetry/operations';
import { LOG_LEVELS } from '@berth/contracts/log-levels';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import type { Batch, LogLines } from './live-items.js';

export const LogStreamEnum = enumOf('LogStream', {
  description: 'Output stream of a process.',
  values: ['stdout', 'stderr'] as const,
});
export const LogLevelEnum = enumOf('LogLevel', {
  description: 'Severity of a line.',
  values: LOG_LEVELS,
});

export const LogLineType = builder.objectRef<LogLine>('LogLine').implement({
  description: 'One line of the output of a job.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Cursor for continuing after this line, or before it.' }),
    number: t.exposeInt('number', {
      description:
        'Place of the line among all lines of the job, from 1, in the order of arrival. It never changes, and is the same whatever the filter.',
    }),
    run: t.exposeInt('run', { description: 'Run that printed it.' }),
    stream: t.field({
      type: LogStreamEnum,
      description: 'Output stream.',
      resolve: (line) => line.stream,
    }),
    at: t.field({
      type: 'DateTime',
      description: 'When the agent read it, by the clock of the host.',
      resolve: (line) => line.at,
    }),
    level: t.exposeString('level', { nullable: true, description: 'As stated in the line.' }),
    stage: t.exposeString('stage', { nullable: true, description: 'As stated in the line.' }),
    text: t.exposeString('text', { description: 'Text of the line, without the line ending.' }),
    partial: t.boolean({
      description: 'Whether the line is incomplete: the next line of the same stream continues it.',
      resolve: (line) => line.partial ?? false,
    }),
  }),
});

const MetricPointType = builder.objectRef<MetricPoint>('MetricPoint').implement({
  description: 'Metrics that a job printed in one line.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Cursor for continuing after this point.' }),
    run: t.exposeInt('run', { description: 'Run that printed it.' }),
    at: t.field({
      type: 'DateTime',
      description: 'When the agent read it, by the clock of the host.',
      resolve: (point) => point.at,
    }),
    values: t.field({
      type: 'JSON',
      description: 'Values by name; the string "NaN", "Infinity" or "-Infinity" if a value is not finite.',
      resolve: (point) => point.values,
    }),
    omitted: t.int({
      description:
        'Number of values that were omitted: a line has at most 100, with names of letters, digits and _ . / @ -.',
      resolve: (point) => point.omitted ?? 0,
    }),
    stage: t.exposeString('stage', { nullable: true, description: 'As stated in the line.' }),
  }),
});

const cursor = 'Cursor for continuing after these.';
const end = 'Whether nothing follows because the job (or the requested run) has ended.';

const LogDropReason = enumOf('LogDropReason', {
  description: 'Why the first lines of a log were deleted.',
  values: ['age', 'size'] as const,
  valueDescriptions: {
    age: 'They were older than output is kept.',
    size: 'The archive was at its maximum size, and they were the oldest of all jobs.',
  },
});

const KeptLinesType = builder.objectRef<KeptLines>('KeptLines').implement({
  description: 'Which lines of a job there are to read, of all runs, streams and levels.',
  fields: (t) => ({
    lineCount: t.exposeInt('lineCount', { description: 'How many.' }),
    firstNumber: t.exposeInt('firstNumber', { nullable: true, description: 'Number of the first one.' }),
    lastNumber: t.exposeInt('lastNumber', { nullable: true, description: 'Number of the last one.' }),
    dropped: t.exposeInt('dropped', { description: 'How many lines before the first one were deleted.' }),
    droppedBy: t.field({
      type: LogDropReason,
      nullable: true,
      description: 'Why the last of them were deleted.',
      resolve: ({ droppedBy }) => droppedBy ?? null,
    }),
  }),
});

export const LogBatch = builder.objectRef<LogLines>('LogBatch').implement({
  description: 'Lines that arrived together, in the order of arrival.',
  fields: (t) => ({
    lines: t.field({ type: [LogLineType], description: 'The lines.', resolve: ({ items }) => [...items] }),
    cursor: t.exposeString('cursor', { description: cursor }),
    startCursor: t.exposeString('startCursor', {
      description: 'Cursor for continuing before these: give it as `before`.',
    }),
    hasEarlier: t.exposeBoolean('hasEarlier', {
      description:
        'Whether lines precede these: lines of the filter where the page was read backwards, otherwise lines of any kind.',
    }),
    end: t.exposeBoolean('end', { description: end }),
    kept: t.field({
      type: KeptLinesType,
      description: 'Which lines there are, and how many were deleted.',
      resolve: ({ kept }) => kept,
    }),
  }),
});

export const MetricBatch = builder.objectRef<Batch<MetricPoint>>('MetricBatch').implement({
  description: 'Metrics that arrived together, in the order of arrival.',
  fields: (t) => ({
    points: t.field({
      type: [MetricPointType],
      description: 'The points.',
      resolve: ({ items }) => [...items],
    }),
    cursor: t.exposeString('cursor', { description: cursor }),
    end: t.exposeBoolean('end', { description: end }),
  }),
});

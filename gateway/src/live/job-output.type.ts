import type { LogLine, MetricPoint } from '@berth/contracts/telemetry/operations';
import { LOG_LEVELS } from '@berth/contracts/log-levels';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import type { Batch } from './live-items.js';

export const LogStreamEnum = enumOf('LogStream', {
  description: 'Where a process wrote it.',
  values: ['stdout', 'stderr'] as const,
});
export const LogLevelEnum = enumOf('LogLevel', {
  description: 'How bad it is, as the line says.',
  values: LOG_LEVELS,
});

const LogLineType = builder.objectRef<LogLine>('LogLine').implement({
  description: 'One line that a job printed.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Goes on after this line.' }),
    run: t.exposeInt('run', { description: 'Which attempt printed it.' }),
    stream: t.field({
      type: LogStreamEnum,
      description: 'Where it was written.',
      resolve: (line) => line.stream,
    }),
    at: t.field({
      type: 'DateTime',
      description: 'When its agent read it, by the clock of the host.',
      resolve: (line) => line.at,
    }),
    level: t.exposeString('level', { nullable: true, description: 'As the line says.' }),
    stage: t.exposeString('stage', { nullable: true, description: 'As the line says.' }),
    text: t.exposeString('text', { description: "As it was printed, without the line's end." }),
    partial: t.boolean({
      description: 'What comes next in its stream goes on with it.',
      resolve: (line) => line.partial ?? false,
    }),
  }),
});

const MetricPointType = builder.objectRef<MetricPoint>('MetricPoint').implement({
  description: 'Numbers that a job printed.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Goes on after this point.' }),
    run: t.exposeInt('run', { description: 'Which attempt printed it.' }),
    at: t.field({
      type: 'DateTime',
      description: 'When its agent read it, by the clock of the host.',
      resolve: (point) => point.at,
    }),
    values: t.field({
      type: 'JSON',
      description:
        'Numbers by name; the text "NaN", "Infinity" or "-Infinity" for one that is not finite, which JSON has no number for.',
      resolve: (point) => point.values,
    }),
    omitted: t.int({
      description:
        'How many numbers of the line were left out: it has at most 100, under names of letters, digits and _ . / @ -.',
      resolve: (point) => point.omitted ?? 0,
    }),
    stage: t.exposeString('stage', { nullable: true, description: 'As the line says.' }),
  }),
});

const cursor = 'Where to go on after these.';
const end = 'Nothing follows: the job (or the run that was asked for) has ended.';

export const LogBatch = builder.objectRef<Batch<LogLine>>('LogBatch').implement({
  description: 'Lines that arrived together, in the order of arrival.',
  fields: (t) => ({
    lines: t.field({ type: [LogLineType], description: 'The lines.', resolve: ({ items }) => [...items] }),
    cursor: t.exposeString('cursor', { description: cursor }),
    end: t.exposeBoolean('end', { description: end }),
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

import { parseLogLine, type LogLine, type MetricValue } from '@berth/contracts/log-lines';
import { defined } from '@berth/kernel/defined';
import { levelBit, NO_LEVELS, type LevelSet } from './chunk-text.js';
import type { ProgressChange } from './progress.js';

/** A line without its end. */
export interface ChunkLine {
  readonly text: string;
  /** Its end has not come with this chunk. */
  readonly partial: boolean;
}

export interface ChunkMetrics {
  /** Place of the line within the chunk. */
  readonly line: number;
  readonly values: { readonly [name: string]: MetricValue };
  readonly stage?: string;
  readonly omitted?: number;
}

/** The content of a chunk, parsed once when it is archived. */
export interface ChunkFacts {
  readonly lines: number;
  readonly levels: LevelSet;
  readonly metrics: readonly ChunkMetrics[];
  /** In order. */
  readonly progress: readonly ProgressChange[];
}

export function linesOf(text: string): readonly ChunkLine[] {
  if (text === '') return [];
  const pieces = text.split('\n');
  const rest = pieces.pop() ?? '';
  const lines = pieces.map((piece) => ({
    text: piece.endsWith('\r') ? piece.slice(0, -1) : piece,
    partial: false,
  }));
  return rest === '' ? lines : [...lines, { text: rest, partial: true }];
}

export function factsOf(text: string): ChunkFacts {
  let levels = NO_LEVELS;
  const metrics: ChunkMetrics[] = [];
  const progress: ProgressChange[] = [];
  const lines = linesOf(text);
  for (const [line, { text: content }] of lines.entries()) {
    const parsed = parseLogLine(content);
    if (parsed.kind === 'log') levels |= levelBit(parsed.level);
    if (parsed.kind === 'metrics') {
      const { stage, omitted } = parsed;
      metrics.push({
        line,
        values: valuesOf(parsed),
        ...defined({ stage, omitted }),
      });
    }
    const change = progressOf(parsed);
    if (change) progress.push(change);
  }
  return { lines: lines.length, levels, metrics, progress };
}

/** A plain line has no progress, unless a logger wrote it. */
function progressOf(line: LogLine): ProgressChange | undefined {
  switch (line.kind) {
    case 'text':
      return undefined;
    case 'log':
      return { message: line.message, ...defined({ stage: line.stage }) };
    case 'metrics': {
      const { stage, epoch, epochs, progress, without, omitted = 0 } = line;
      return {
        latestMetrics: valuesOf(line),
        omitted,
        ...defined({ without, stage, epoch, epochs, progress }),
      };
    }
  }
}

/** The epoch is a number to draw the others over. */
const valuesOf = ({ values, epoch }: Extract<LogLine, { kind: 'metrics' }>) =>
  epoch === undefined ? values : { epoch, ...values };

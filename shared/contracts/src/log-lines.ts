import { defined } from '@berth/kernel/defined';
import { levelInText, levelOf, type LogLevel } from './log-levels.js';

/** What a number can't be in JSON, by the names that Python's and JavaScript's programs print. */
export const notFinite = ['NaN', 'Infinity', '-Infinity'] as const;
export type MetricValue = number | (typeof notFinite)[number];

export interface MetricsLine {
  readonly kind: 'metrics';
  readonly stage?: string;
  readonly epoch?: number;
  readonly epochs?: number;
  /** 0 to 1; from epoch and epochs where the line doesn't say. */
  readonly progress?: number;
  /** All numbers of the line but the three above, under their own names; 100 at most. */
  readonly values: { readonly [name: string]: MetricValue };
  /** Names that the line says have no value: null, as JavaScript writes what is not finite. */
  readonly without?: readonly string[];
  /** Number of omitted values: beyond 100, or with invalid metric names. */
  readonly omitted?: number;
}
export type LogLine =
  | MetricsLine
  | { readonly kind: 'log'; readonly level: LogLevel; readonly stage?: string; readonly message: string }
  | { readonly kind: 'text'; readonly text: string };

/** Lines longer than this are text, whatever they look like. */
const MAX_JSON_LENGTH = 16_384;
const MAX_METRICS = 100;
const METRIC_NAME = /^[A-Za-z][A-Za-z0-9_./@-]{0,63}$/;

/**
 * What one line of a job's output says. JSON objects: `{"type":"metrics", ...numbers}` and `{"type":"log","level",
 * "message"}`, or the shapes of pino and Python's JSON loggers; an object with an epoch and a number is metrics too.
 * Plain lines: a level where a logger would put it (`ERROR ...`, `[warn] ...`, `2026-01-31 08:00:00,123 - x - INFO`).
 * Never throws.
 */
export function parseLogLine(line: string): LogLine {
  const text = line.trim();
  if (text.startsWith('{') && text.endsWith('}') && text.length <= MAX_JSON_LENGTH) {
    const parsed = parseObject(text);
    const known = parsed && (readMetrics(parsed) ?? readLog(parsed));
    if (known) return known;
  }
  const level = levelInText(text);
  return level === undefined ? { kind: 'text', text: line } : { kind: 'log', level, message: line };
}

function readMetrics(object: Fields): MetricsLine | undefined {
  const type = object['type'];
  if (type !== undefined && type !== 'metrics') return undefined;
  const epoch = numberOf(object['epoch']);
  if (type === undefined && epoch === undefined) return undefined;
  const epochs = numberOf(object['epochs']) ?? numberOf(object['total_epochs']);
  const stated = numberOf(object['progress']);
  const progress = stated ?? (epoch !== undefined && epochs ? epoch / epochs : undefined);
  const said = Object.entries(object).filter(([name]) => !NOT_VALUES.has(name));
  const numbers = said.flatMap(([name, value]): [string, MetricValue][] => {
    const number = valueOf(value);
    return number === undefined ? [] : [[name, number]];
  });
  if (type === undefined && numbers.length === 0) return undefined;
  const values = numbers.filter(([name]) => METRIC_NAME.test(name)).slice(0, MAX_METRICS);
  const omitted = numbers.length - values.length;
  const without = said.flatMap(([name, value]) => (value === null && METRIC_NAME.test(name) ? [name] : []));
  return {
    kind: 'metrics',
    ...stageOf(object),
    ...defined({ epoch, epochs }),
    ...(progress === undefined ? {} : { progress: Math.min(1, Math.max(0, progress)) }),
    values: Object.fromEntries(values),
    ...(without.length === 0 ? {} : { without: without.slice(0, MAX_METRICS) }),
    ...(omitted === 0 ? {} : { omitted }),
  };
}
const NOT_VALUES = new Set(['epoch', 'epochs', 'total_epochs', 'progress', 'time', 'timestamp']);

function readLog(object: Fields): LogLine | undefined {
  const level = levelOf(object['level'] ?? object['levelname'] ?? object['severity'] ?? object['lvl']);
  const message = object['message'] ?? object['msg'];
  if (typeof message !== 'string') return undefined;
  if (level === undefined && object['type'] !== 'log') return undefined;
  return { kind: 'log', level: level ?? 'info', ...stageOf(object), message };
}

type Fields = { readonly [name: string]: unknown };

/**
 * Python prints NaN and Infinity as they are, which is not JSON. They are read as texts that no program prints; texts of
 * the line are left alone, whatever stands in them.
 */
const TEXT_OR_NOT_FINITE = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;
const MARK = '\u0000';

function parseObject(text: string): Fields | undefined {
  const parsed = parsedOr(text) ?? parsedOr(text.replace(TEXT_OR_NOT_FINITE, marked));
  return parsed as Fields | undefined;
}

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const marked = (token: string): string => (token.startsWith('"') ? token : JSON.stringify(`${MARK}${token}`));

const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** JSON has numbers that are too large to be finite here. */
function valueOf(value: unknown): MetricValue | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : value > 0 ? 'Infinity' : '-Infinity';
  if (typeof value !== 'string' || !value.startsWith(MARK)) return undefined;
  return notFinite.find((name) => value === `${MARK}${name}`);
}

const stageOf = (object: Fields): { readonly stage?: string } =>
  typeof object['stage'] === 'string' ? { stage: object['stage'].slice(0, 60) } : {};

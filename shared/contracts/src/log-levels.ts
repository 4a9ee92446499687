/** Levels of log lines, from least to most severe; other names for them are mapped to these. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const LEVEL_WORDS = new Map<string, LogLevel>([
  ...LOG_LEVELS.map((level): [string, LogLevel] => [level, level]),
  ['warning', 'warn'],
  ['err', 'error'],
  ['critical', 'fatal'],
  ['notice', 'info'],
]);

/** From a logger's field: a word in any case, or pino's number (10 trace, 20 debug, ... 60 fatal). */
export function levelOf(value: unknown): LogLevel | undefined {
  if (typeof value === 'number') return LOG_LEVELS[Math.min(5, Math.max(0, Math.floor(value / 10) - 1))];
  return typeof value === 'string' ? LEVEL_WORDS.get(value.toLowerCase()) : undefined;
}

const WORDS = [...LEVEL_WORDS.keys()].join('|');
const CAPITALS = WORDS.toUpperCase();
/** Where loggers put the level. Words in lower case count only in brackets or before a colon: "error rate 0.1" is no error. */
const PLACES = [
  new RegExp(`^[[(<](${WORDS})[\\])>]`, 'i'),
  new RegExp(`^(${WORDS}):(?=\\s|$)`, 'i'),
  new RegExp(`^(${CAPITALS})(?=[\\s:]|$)`),
  // After a date or time, and at most a logger's name.
  new RegExp(`^\\[?\\d{2,4}[-/:]\\d{2}[-/:]\\d{2}.{0,80}?[\\s[|-](${CAPITALS})(?=[\\s\\]:|-]|$)`),
];
const PYTHON_EXCEPTION = /^(Traceback \(most recent call last\):|[A-Za-z_.]*(Error|Exception): )/;

/** From a plain line. */
export function levelInText(line: string): LogLevel | undefined {
  const start = line.slice(0, 200).trimStart();
  for (const place of PLACES) {
    const word = place.exec(start)?.[1];
    if (word) return LEVEL_WORDS.get(word.toLowerCase());
  }
  return PYTHON_EXCEPTION.test(start) || isGpuOutOfMemory(start) ? 'error' : undefined;
}

/** Messages of CUDA, PyTorch, TensorFlow, JAX, cuBLAS and HIP about insufficient GPU memory. */
const GPU_OUT_OF_MEMORY =
  /cuda out of memory|torch\.(cuda\.)?outofmemoryerror|cuda_error_out_of_memory|cudaerrormemoryallocation|cublas_status_alloc_failed|cuda error: out of memory|resource_exhausted: (out of memory|oom)|resourceexhaustederror: .*oom|hip out of memory/i;

export const isGpuOutOfMemory = (line: string): boolean => GPU_OUT_OF_MEMORY.test(line);

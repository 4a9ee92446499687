export const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
export type Level = (typeof LEVELS)[number];
export type Stream = 'STDOUT' | 'STDERR';

/** A line of a job's output, as the viewer shows it. */
export interface Line {
  /** Its place among all lines of the job, from 1; a filter changes no number. */
  readonly number: number;
  /** In ms since 1970, by the clock of the host. */
  readonly at: number;
  readonly run: number;
  readonly stream: Stream;
  readonly level: Level | undefined;
  readonly stage: string | undefined;
  /** The next line of the same stream continues it. */
  readonly partial: boolean;
  readonly text: string;
}

/** A line as GraphQL gives it. */
export interface WireLine {
  readonly number: number;
  readonly at: string;
  readonly run: number;
  readonly stream: Stream;
  readonly level: string | null;
  readonly stage: string | null;
  readonly partial: boolean;
  readonly text: string;
}

export interface KeptLines {
  readonly firstNumber: number | null;
  readonly lastNumber: number | null;
  readonly dropped: number;
}

/** A page of lines, or what a follower got. */
export interface Batch {
  readonly lines: readonly WireLine[];
  readonly hasEarlier: boolean;
  /** Nothing follows: the job has ended. */
  readonly end: boolean;
  readonly kept: KeptLines;
}

/** Which lines of the job are shown; without any, all. */
export interface LineFilter {
  readonly level?: Level | undefined;
  readonly stream?: Stream | undefined;
  readonly run?: number | undefined;
}

export const isFiltered = ({ level, stream, run }: LineFilter): boolean =>
  level !== undefined || stream !== undefined || run !== undefined;

export const levelOf = (level: string | null): Level | undefined => {
  const upper = level?.toUpperCase();
  return LEVELS.find((each) => each === upper);
};

export const lineOf = ({ at, level, stage, ...line }: WireLine): Line => ({
  ...line,
  at: Date.parse(at),
  level: levelOf(level),
  stage: stage ?? undefined,
});

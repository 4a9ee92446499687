import type { Batch, LineFilter, WireLine } from './line.js';
import { levelOf } from './line.js';
import type { LogSource, PageRequest } from './log-source.js';

export const wireLine = (number: number, changes: Partial<WireLine> = {}): WireLine => ({
  number,
  at: new Date(1_800_000_000_000 + number).toISOString(),
  run: 1,
  stream: 'STDOUT',
  level: null,
  stage: null,
  partial: false,
  text: `line ${number}`,
  ...changes,
});

export const wireLines = (
  from: number,
  to: number,
  changes: (number: number) => Partial<WireLine> = () => ({}),
): WireLine[] =>
  Array.from({ length: to - from + 1 }, (_, index) => wireLine(from + index, changes(from + index)));

/** A log in memory, with pages as the gateway gives them. */
export class MemoryLog implements LogSource {
  readonly requests: PageRequest[] = [];
  readonly followed: { readonly fromLine: number; readonly filter: LineFilter }[] = [];
  ended = false;
  failure: Error | undefined;
  #follower: ((batch: Batch) => void) | undefined;

  constructor(private lines: readonly WireLine[]) {}

  page(request: PageRequest): Promise<Batch> {
    this.requests.push(request);
    if (this.failure) return Promise.reject(this.failure);
    const { fromLine, at, first = 0, last = 0 } = request;
    const lines = this.#passing(request);
    const from =
      fromLine !== undefined
        ? lines.findIndex(({ number }) => number >= fromLine)
        : at !== undefined
          ? lines.findIndex((line) => line.at >= at)
          : lines.length;
    const start = from < 0 ? lines.length : from;
    const page = lines.slice(Math.max(0, start - last), start + first);
    return Promise.resolve(this.#batch(page, start - last > 0));
  }

  follow(fromLine: number, filter: LineFilter, onBatch: (batch: Batch) => void): () => void {
    this.followed.push({ fromLine, filter });
    this.#follower = onBatch;
    return () => (this.#follower = undefined);
  }

  get isFollowed(): boolean {
    return this.#follower !== undefined;
  }

  /** Lines that come while it is followed. */
  write(lines: readonly WireLine[], end = false): void {
    this.lines = [...this.lines, ...lines];
    this.ended = end;
    const filter = this.followed.at(-1)?.filter ?? {};
    this.#follower?.(
      this.#batch(
        lines.filter((line) => passes(line, filter)),
        true,
      ),
    );
  }

  /** Lines of which the follower has got only the first so far. */
  writeBehind(lines: readonly WireLine[], sent: number): void {
    this.lines = [...this.lines, ...lines];
    this.#follower?.(this.#batch(lines.slice(0, sent), true));
  }

  #passing(filter: LineFilter): readonly WireLine[] {
    return this.lines.filter((line) => passes(line, filter));
  }

  #batch(lines: readonly WireLine[], hasEarlier: boolean): Batch {
    const [firstNumber, lastNumber] = [this.lines[0]?.number ?? null, this.lines.at(-1)?.number ?? null];
    return {
      lines,
      hasEarlier,
      end: this.ended,
      kept: { firstNumber, lastNumber, dropped: (firstNumber ?? 1) - 1 },
    };
  }
}

const passes = (line: WireLine, { level, stream, run }: LineFilter): boolean =>
  (level === undefined || levelOf(line.level) === level) &&
  (stream === undefined || line.stream === stream) &&
  (run === undefined || line.run === run);

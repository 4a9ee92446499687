import { LEVELS, levelOf, type Line, type WireLine } from './line.js';

/** Lines of one chunk. */
export const CHUNK_LINES = 500;
const START_BYTES = 16_384;
const NO_LEVEL = 7;
const STDERR = 8;
const PARTIAL = 16;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Up to 500 lines whose numbers follow each other, packed: an object and a string for each of 50,000 lines are
 * 100,000 things for the garbage collector to visit, a chunk is 6.
 */
export class Chunk {
  #count = 0;
  #bytes = new Uint8Array(START_BYTES);
  readonly #ends = new Uint32Array(CHUNK_LINES);
  readonly #times = new Float64Array(CHUNK_LINES);
  readonly #runs = new Uint32Array(CHUNK_LINES);
  readonly #flags = new Uint8Array(CHUNK_LINES);
  /** Most lines have the stage of the line before them. */
  readonly #stages: { readonly from: number; readonly stage: string | undefined }[] = [];

  /** @param first number of its first line */
  constructor(readonly first: number) {}

  /** Number after its last line. */
  get next(): number {
    return this.first + this.#count;
  }

  get bytes(): number {
    return this.#bytes.length;
  }

  get isFull(): boolean {
    return this.#count === CHUNK_LINES;
  }

  /** @param line the one whose number is `next` */
  push(line: WireLine): void {
    const index = this.#count++;
    const start = index === 0 ? 0 : (this.#ends[index - 1] ?? 0);
    // a UTF-16 unit takes up to three bytes
    this.#reserve(start + line.text.length * 3);
    const { written } = encoder.encodeInto(line.text, this.#bytes.subarray(start));
    this.#ends[index] = start + written;
    this.#times[index] = Date.parse(line.at);
    this.#runs[index] = line.run;
    const level = levelOf(line.level);
    this.#flags[index] =
      (level === undefined ? NO_LEVEL : LEVELS.indexOf(level)) |
      (line.stream === 'STDERR' ? STDERR : 0) |
      (line.partial ? PARTIAL : 0);
    const stage = line.stage ?? undefined;
    if (this.#stages.at(-1)?.stage !== stage || index === 0) this.#stages.push({ from: index, stage });
  }

  at(number: number): Line | undefined {
    const index = number - this.first;
    if (index < 0 || index >= this.#count) return undefined;
    const start = index === 0 ? 0 : (this.#ends[index - 1] ?? 0);
    const flags = this.#flags[index] ?? 0;
    return {
      number,
      at: this.#times[index] ?? 0,
      run: this.#runs[index] ?? 0,
      stream: flags & STDERR ? 'STDERR' : 'STDOUT',
      level: LEVELS[flags & NO_LEVEL],
      stage: this.#stages.findLast(({ from }) => from <= index)?.stage,
      partial: (flags & PARTIAL) !== 0,
      text: decoder.decode(this.#bytes.subarray(start, this.#ends[index])),
    };
  }

  #reserve(size: number): void {
    if (size <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(size, this.#bytes.length * 2));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

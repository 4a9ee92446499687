import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';

export interface TurnLimits {
  /** Of one caller at once. */
  readonly perCaller: number;
  /** Of all callers at once. */
  readonly inAll: number;
  /** How many of one caller may wait beyond that. */
  readonly waiting: number;
}

/** Ends a turn. */
export type Turn = () => void;

interface Line {
  running: number;
  readonly waiting: (() => void)[];
}

const BUSY = reject('RATE_LIMITED', 'too many of your requests are waiting; send fewer at once', undefined, {
  retryAfterSeconds: 1,
});

/**
 * Who may go on now. Each caller has a share of what runs at once and a line of its own, and free places go to callers in
 * turn: one that sends a thousand requests at once waits for itself, and others wait for its share at most.
 */
export class FairTurns {
  readonly #lines = new Map<string, Line>();
  /** Those with something waiting that may run; the first one is next. */
  readonly #ready = new Set<string>();
  #running = 0;

  constructor(private readonly limits: TurnLimits) {}

  get running(): number {
    return this.#running;
  }

  /** Resolves when it is the caller's turn; a refusal where too many of its own are waiting. */
  async take(caller: string): Promise<Result<Turn, Rejection>> {
    const line = this.#lines.get(caller) ?? { running: 0, waiting: [] };
    this.#lines.set(caller, line);
    const { perCaller, inAll, waiting } = this.limits;
    if (line.running < perCaller && this.#running < inAll) this.#start(line);
    else if (line.waiting.length >= waiting) return err(BUSY);
    else {
      await new Promise<void>((resolve) => {
        line.waiting.push(resolve);
        this.#settle(caller, line);
      });
    }
    let over = false;
    return ok(() => {
      if (over) return;
      over = true;
      this.#end(caller, line);
    });
  }

  #start(line: Line): void {
    line.running += 1;
    this.#running += 1;
  }

  #end(caller: string, line: Line): void {
    line.running -= 1;
    this.#running -= 1;
    this.#settle(caller, line);
    if (line.running === 0 && line.waiting.length === 0) this.#lines.delete(caller);
    while (this.#running < this.limits.inAll) {
      const [next] = this.#ready;
      if (next === undefined) return;
      this.#startNext(next);
    }
  }

  #startNext(caller: string): void {
    const line = this.#lines.get(caller);
    const resolve = line?.waiting.shift();
    // Behind all others, where it has more.
    this.#ready.delete(caller);
    if (!line || !resolve) return;
    this.#start(line);
    this.#settle(caller, line);
    resolve();
  }

  #settle(caller: string, line: Line): void {
    const isReady = line.waiting.length > 0 && line.running < this.limits.perCaller;
    if (isReady) this.#ready.add(caller);
    else this.#ready.delete(caller);
  }
}

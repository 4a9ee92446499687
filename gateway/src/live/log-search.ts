import { setTimeout as sleep } from 'node:timers/promises';
import type { RawInputOf } from '@berth/contracts/define';
import { searchLogsQuery, type LogHit, type LogSearchSlice } from '@berth/contracts/telemetry/operations';
import { MAX_COUNTED } from '@berth/contracts/fields';
import { defined } from '@berth/kernel/defined';
import { KeyCounts } from '@berth/kernel/key-counts';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { toGraphQLError, type Calls } from '../graphql/calls.js';

export interface FoundLines {
  readonly hits: readonly LogHit[];
  /** Where the next hits are searched from. */
  readonly cursor: string;
  /** No more hits follow in what there is now. */
  readonly end: boolean;
  /** Number of the last line that was searched. */
  readonly searchedTo: number;
  /** Where it was asked for; of all that was searched. */
  readonly total: number | undefined;
  readonly isTotalExact: boolean;
}

type SearchInput = Omit<RawInputOf<typeof searchLogsQuery>, 'first' | 'count'> & {
  readonly first: number;
  readonly count: boolean;
};

/** Who searches, and whether they still wait for it. */
export interface Searcher {
  readonly calls: Calls;
  readonly userId: string;
  readonly onDisconnect: (act: () => void) => () => void;
}

export interface SearchTiming {
  /** What was found by then is the answer, with where to go on. */
  readonly maxMs: number;
  readonly retryMs: number;
}

const TIMING: SearchTiming = { maxMs: 5_000, retryMs: 200 };
/** Of one user, in this process. */
const MAX_OF_USER = 2;
/** Hits end where they have more text than this. */
const MAX_CHARACTERS = 512 * 1024;

/**
 * Searches the output of a job slice by slice, each checked by telemetry for the caller's permissions: until it has what it
 * was asked for, its time is over, or its client is gone.
 */
export class LogSearches {
  readonly #ofUsers = new KeyCounts();

  constructor(private readonly timing = TIMING) {}

  /** @throws GraphQLError where nothing can be searched */
  async search({ calls, userId, onDisconnect }: Searcher, input: SearchInput): Promise<FoundLines> {
    const running = this.#ofUsers.of(userId);
    if (running >= MAX_OF_USER) throw toGraphQLError(tooMany(running));
    this.#ofUsers.add(userId);
    let isGone = false;
    const stopWatching = onDisconnect(() => (isGone = true));
    try {
      const search = new Search(calls, input, performance.now() + this.timing.maxMs, this.timing.retryMs);
      while (!isGone && (await search.step()));
      return search.found;
    } finally {
      stopWatching();
      this.#ofUsers.remove(userId);
    }
  }
}

const tooMany = (running: number): Rejection =>
  reject('RATE_LIMITED', `you have ${running} searches in progress; wait until one ends`, undefined, {
    retryAfterSeconds: 2,
  });

class Search {
  readonly #hits: LogHit[] = [];
  #cursor: string | undefined;
  #searchedCursor: string | undefined;
  #searchedTo = 0;
  #counted = 0;
  #isListing: boolean;
  #isExhausted = false;
  #listsToEnd = false;
  #characters = 0;

  constructor(
    private readonly calls: Calls,
    private readonly input: SearchInput,
    private readonly until: number,
    private readonly retryMs: number,
  ) {
    this.#cursor = this.#searchedCursor = input.after;
    this.#isListing = input.first > 0;
  }

  /** @returns whether to go on */
  async step(): Promise<boolean> {
    const slice = await this.#ask();
    if (!slice) return performance.now() < this.until;
    this.#take(slice);
    if (slice.exhausted || performance.now() >= this.until) return false;
    return this.#isListing || (this.input.count && this.#counted < MAX_COUNTED);
  }

  get found(): FoundLines {
    const { count } = this.input;
    return {
      hits: this.#hits,
      cursor: this.#cursor ?? '0.0',
      end: this.#listsToEnd,
      searchedTo: this.#searchedTo,
      total: count ? Math.min(MAX_COUNTED, this.#counted) : undefined,
      isTotalExact: count && this.#isExhausted && this.#counted <= MAX_COUNTED,
    };
  }

  /** Undefined where there is no room just now; the first time that is refused. */
  async #ask(): Promise<LogSearchSlice | undefined> {
    const { first, count, after: _after, ...search } = this.input;
    const reply = await this.calls.tryQuery(searchLogsQuery, {
      ...search,
      ...defined({ after: this.#searchedCursor }),
      first: this.#isListing ? first - this.#hits.length : 0,
      count,
    });
    if (reply.ok) return reply.value;
    const { code } = reply.error;
    const hasBegun = this.#searchedTo > 0;
    if (!hasBegun || (code !== 'RATE_LIMITED' && code !== 'UNAVAILABLE')) throw toGraphQLError(reply.error);
    await sleep(this.retryMs);
    return undefined;
  }

  #take({ hits, counted, cursor, searchedCursor, searchedTo, exhausted }: LogSearchSlice): void {
    this.#hits.push(...hits);
    this.#counted += counted;
    this.#searchedCursor = searchedCursor;
    this.#searchedTo = searchedTo;
    this.#isExhausted = exhausted;
    if (!this.#isListing) return;
    this.#cursor = cursor;
    this.#listsToEnd = exhausted && cursor === searchedCursor;
    for (const { line } of hits) this.#characters += line.text.length;
    this.#isListing =
      cursor === searchedCursor && this.#hits.length < this.input.first && this.#characters < MAX_CHARACTERS;
  }
}

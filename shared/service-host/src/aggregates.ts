import { isWrongExpectedRevision, type EventStore, type Position } from '@berth/event-store';
import { defined } from '@berth/kernel/defined';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { toNewEvents, type CommandMeta } from './command-meta.js';
import type { Decider, DomainEvent } from './decider.js';
import { foldRecorded, nothingFolded, type FoldedStream } from './folded-stream.js';
import { decideGroup, type Decision } from './group-decision.js';
import { LruCache } from '@berth/kernel/lru-cache';
import { Snapshots, type SnapshotOptions } from './snapshots.js';

export interface Executed<S, E> {
  readonly state: S;
  readonly events: readonly E[];
  /** Position of the stream's last event; undefined where it has none. */
  readonly position?: Position;
  readonly revision: number;
  /** The command had been carried out before; its answer is rebuilt from what it recorded then. */
  readonly repeated: boolean;
}

export interface ExecuteOptions {
  /** The stream is most likely new: append without reading it first. */
  readonly expectNew?: boolean;
}

export interface AggregatesOptions<S> {
  readonly cacheSize?: number;
  /** For kinds of aggregates whose streams grow long. */
  readonly snapshots?: SnapshotOptions<S>;
}

type Outcome<S, E> = Result<Executed<S, E>, Rejection>;

interface Waiting<S, C, E> {
  readonly command: C;
  readonly meta: CommandMeta;
  readonly expectNew: boolean;
  resolve(outcome: Outcome<S, E>): void;
  reject(error: unknown): void;
}

/** Decisions without an append: returned only once it is certain that they do not rest on an old state. */
const UNCONFIRMED: ReadonlySet<string> = new Set(['refused', 'nothing', 'failed']);
const MAX_CONFLICTS = 16;
/** Commands on one stream that share an append. */
const MAX_AT_ONCE = 64;
const PAGE = 1000;

/**
 * Carries out commands on the streams of one kind of aggregate. Folded states are cached; a stale one only costs a
 * conflict and a re-read, since every append is conditional on the revision it was decided at, and a refusal is
 * returned only after a check that the stream has not moved on. Commands on one stream are serialised; those that
 * queue up meanwhile are decided one after the other and recorded by one append.
 */
export class Aggregates<S, C, E extends DomainEvent> {
  readonly #cache: LruCache<FoldedStream<S>>;
  readonly #queues = new Map<string, Waiting<S, C, E>[]>();
  readonly #reading = new Map<string, Promise<FoldedStream<S>>>();
  readonly #snapshots: Snapshots<S> | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly decider: Decider<S, C, E>,
    options: AggregatesOptions<S> = {},
  ) {
    this.#cache = new LruCache(options.cacheSize ?? 10_000);
    this.#snapshots = options.snapshots && new Snapshots(store, options.snapshots);
  }

  /** Decides and appends; on a conflict reads again and decides again. Refusals change nothing and are not remembered. */
  execute(
    stream: string,
    command: C,
    meta: CommandMeta,
    { expectNew = false }: ExecuteOptions = {},
  ): Promise<Outcome<S, E>> {
    return new Promise((resolve, reject) => {
      const waiting = { command, meta, expectNew, resolve, reject };
      const queue = this.#queues.get(stream);
      if (queue) queue.push(waiting);
      else void this.#work(stream, [waiting]);
    });
  }

  /** What a command led to if it was carried out before; nothing where it was not, or too long ago to be remembered. */
  async earlier(stream: string, meta: CommandMeta): Promise<Outcome<S, E> | undefined> {
    const folded = await this.load(stream, { fresh: true });
    const known = folded.memory.find(meta.commandId);
    if (!known) return undefined;
    return known.inputHash === meta.inputHash ? this.#repeat(stream, folded, known.revisions) : err(REUSED);
  }

  /**
   * @param options `fresh` reads on from the cached state, for what another instance of the service may have
   * appended
   */
  async load(stream: string, options: { readonly fresh?: boolean } = {}): Promise<FoldedStream<S>> {
    const cached = this.#cache.get(stream);
    if (cached) return options.fresh ? this.#readOn(stream, cached) : cached;
    const underWay = this.#reading.get(stream);
    if (underWay) return underWay;
    const reading = this.#readAll(stream).finally(() => this.#reading.delete(stream));
    this.#reading.set(stream, reading);
    return reading;
  }

  async #work(stream: string, queue: Waiting<S, C, E>[]): Promise<void> {
    this.#queues.set(stream, queue);
    while (queue.length > 0) {
      const group = queue.splice(0, MAX_AT_ONCE);
      try {
        await this.#carryOut(stream, group);
      } catch (error) {
        for (const waiting of group) waiting.reject(error);
      }
    }
    this.#queues.delete(stream);
  }

  async #carryOut(stream: string, group: readonly Waiting<S, C, E>[]): Promise<void> {
    const known = this.#cache.get(stream);
    const assumed = known ?? (group.every(({ expectNew }) => expectNew) ? this.#nothing : undefined);
    let folded = assumed ?? (await this.load(stream));
    let isFresh = assumed === undefined;
    for (let attempt = 0; attempt < MAX_CONFLICTS; attempt += 1) {
      const { decisions, events } = decideGroup(this.decider, group, folded);
      if (!isFresh && decisions.some(({ kind }) => UNCONFIRMED.has(kind))) {
        const fresh = await this.#readOn(stream, folded);
        const moved = fresh.revision !== folded.revision;
        folded = fresh;
        isFresh = true;
        if (moved) continue;
      }
      try {
        const after = events.length === 0 ? folded : await this.#append(stream, folded, group, decisions);
        for (const [index, waiting] of group.entries()) {
          this.#complete(stream, waiting, decisions[index] as Decision<S, E>, after);
        }
        return;
      } catch (error) {
        if (!isWrongExpectedRevision(error)) throw error;
        folded = await this.#readOn(stream, folded);
        isFresh = true;
      }
    }
    for (const waiting of group) waiting.resolve(err(TOO_BUSY));
  }

  async #append(
    stream: string,
    folded: FoldedStream<S>,
    group: readonly Waiting<S, C, E>[],
    decisions: readonly Decision<S, E>[],
  ): Promise<FoldedStream<S>> {
    const recorded = decisions.flatMap((decision, index) =>
      decision.kind === 'events'
        ? toNewEvents(stream, decision.events, (group[index] as Waiting<S, C, E>).meta)
        : [],
    );
    const expected = folded.revision < 0 ? 'noStream' : folded.revision;
    const { revision, position } = await this.store.append(stream, recorded, expected);
    let { state, memory } = folded;
    let last = folded.revision;
    for (const [index, decision] of decisions.entries()) {
      if (decision.kind !== 'events') continue;
      const { meta } = group[index] as Waiting<S, C, E>;
      memory = memory.with(meta, last + 1, last + decision.events.length);
      last += decision.events.length;
      state = decision.state;
    }
    const lastEventId = recorded.at(-1)?.id;
    return this.#keep(stream, {
      state,
      revision,
      position,
      memory,
      ...defined({ lastEventId }),
    });
  }

  #complete(
    stream: string,
    { resolve, reject }: Waiting<S, C, E>,
    decision: Decision<S, E>,
    after: FoldedStream<S>,
  ): void {
    switch (decision.kind) {
      case 'failed':
        return reject(decision.error);
      case 'refused':
        return resolve(err(decision.rejection));
      case 'reused':
        return resolve(err(REUSED));
      case 'repeat':
        return void this.#repeat(stream, after, decision.revisions).then(resolve, reject);
      case 'nothing':
        return resolve(ok({ ...executed(after), state: decision.state, events: [] }));
      case 'events':
        return resolve(
          ok({
            ...executed(after),
            state: decision.state,
            events: decision.events,
            revision: decision.revision,
          }),
        );
    }
  }

  async #repeat(
    stream: string,
    folded: FoldedStream<S>,
    [first, last]: readonly [number, number],
  ): Promise<Outcome<S, E>> {
    const events = await this.store.read(stream, { from: first, limit: last - first + 1 });
    return ok({ ...executed(folded), events: events as unknown as readonly E[], repeated: true });
  }

  async #readAll(stream: string): Promise<FoldedStream<S>> {
    return this.#readOn(stream, (await this.#snapshots?.load(stream)) ?? this.#nothing);
  }

  async #readOn(stream: string, from: FoldedStream<S>): Promise<FoldedStream<S>> {
    let folded = from;
    for (;;) {
      const events = await this.store.read(stream, { from: folded.revision + 1, limit: PAGE });
      folded = foldRecorded(this.decider, folded, events);
      if (events.length < PAGE) return this.#keep(stream, folded);
    }
  }

  #keep(stream: string, folded: FoldedStream<S>): FoldedStream<S> {
    if (folded.revision < 0 || folded.revision < (this.#cache.get(stream)?.revision ?? -1)) return folded;
    this.#cache.set(stream, folded);
    this.#snapshots?.offer(stream, folded);
    return folded;
  }

  get #nothing(): FoldedStream<S> {
    return nothingFolded(this.decider.initialState);
  }
}

const executed = <S>({ state, revision, position }: FoldedStream<S>) => ({
  state,
  revision,
  repeated: false,
  ...defined({ position }),
});

const TOO_BUSY = reject('UNAVAILABLE', 'too many concurrent changes; try again');
const REUSED = reject(
  'IDEMPOTENCY_KEY_REUSED',
  'the idempotency key was already used with a different input; use a new key',
  'idempotencyKey',
);

import {
  isWrongExpectedRevision,
  type EventStore,
  type Position,
  type RecordedEvent,
} from '@berth/event-store';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { toNewEvents, type CommandMeta } from './command-meta.js';
import type { Decider, DomainEvent } from './decider.js';
import { CommandMemory } from './command-memory.js';
import { LruCache } from './lru-cache.js';

export interface Executed<S, E> {
  readonly state: S;
  readonly events: readonly E[];
  /** Position of the last event; undefined where the command changed nothing. */
  readonly position?: Position;
  readonly revision: number;
  /** The command had been carried out before; its answer is rebuilt from what it recorded then. */
  readonly repeated: boolean;
}

export interface ExecuteOptions {
  /** The stream is most likely new: append without reading it first. */
  readonly expectNew?: boolean;
}

interface Loaded<S> {
  readonly state: S;
  readonly revision: number;
  readonly position?: Position;
  readonly memory: CommandMemory;
}

const MAX_CONFLICTS = 16;

/**
 * Carries out commands on the streams of one kind of aggregate. Folded states are cached; a stale one only costs a
 * conflict and a re-read, since every append is conditional on the revision it was decided at.
 */
export class Aggregates<S, C, E extends DomainEvent> {
  private readonly cache: LruCache<Loaded<S>>;

  constructor(
    private readonly store: EventStore,
    private readonly decider: Decider<S, C, E>,
    options: { readonly cacheSize?: number } = {},
  ) {
    this.cache = new LruCache(options.cacheSize ?? 10_000);
  }

  /** Decides and appends; on a conflict reads again and decides again. Refusals change nothing and are not remembered. */
  async execute(
    stream: string,
    command: C,
    meta: CommandMeta,
    options: ExecuteOptions = {},
  ): Promise<Result<Executed<S, E>, Rejection>> {
    let loaded = options.expectNew && !this.cache.has(stream) ? this.empty() : await this.load(stream);
    for (let attempt = 0; attempt < MAX_CONFLICTS; attempt += 1) {
      const before = loaded.memory.find(meta.commandId);
      if (before)
        return before.inputHash === meta.inputHash ? this.repeat(stream, loaded, before.revisions) : reused();
      const decided = this.decider.decide(command, loaded.state);
      if (!decided.ok) return decided;
      if (decided.value.length === 0) return ok({ ...unchanged(loaded), events: [] });
      try {
        return ok(await this.append(stream, loaded, decided.value, meta));
      } catch (error) {
        this.cache.delete(stream);
        if (!isWrongExpectedRevision(error)) throw error;
        loaded = await this.load(stream);
      }
    }
    return err(reject('UNAVAILABLE', 'too many changes at once; try again'));
  }

  /** @param options `fresh` reads on from the cached state, for what another copy of the service may have appended */
  async load(stream: string, options: { readonly fresh?: boolean } = {}): Promise<Loaded<S>> {
    const cached = this.cache.get(stream);
    if (cached && !options.fresh) return cached;
    let loaded = cached ?? this.empty();
    for (;;) {
      const events = await this.store.read(stream, { from: loaded.revision + 1, limit: 1000 });
      for (const event of events) loaded = this.fold(loaded, event);
      if (events.length < 1000) break;
    }
    if (loaded.revision >= 0) this.cache.set(stream, loaded);
    return loaded;
  }

  private async append(
    stream: string,
    loaded: Loaded<S>,
    events: readonly E[],
    meta: CommandMeta,
  ): Promise<Executed<S, E>> {
    const recorded = toNewEvents(events, meta);
    const result = await this.store.append(
      stream,
      recorded,
      loaded.revision < 0 ? 'noStream' : loaded.revision,
    );
    let state = loaded.state;
    for (const event of events) state = this.decider.evolve(state, event);
    const memory = loaded.memory.with(meta, loaded.revision + 1, result.revision);
    this.cache.set(stream, { state, revision: result.revision, position: result.position, memory });
    return { state, events, position: result.position, revision: result.revision, repeated: false };
  }

  private async repeat(
    stream: string,
    loaded: Loaded<S>,
    [first, last]: readonly [number, number],
  ): Promise<Result<Executed<S, E>, Rejection>> {
    const events = await this.store.read(stream, { from: first, limit: last - first + 1 });
    return ok({ ...unchanged(loaded), events: events as unknown as readonly E[], repeated: true });
  }

  private fold(loaded: Loaded<S>, event: RecordedEvent): Loaded<S> {
    return {
      state: this.decider.evolve(loaded.state, event as unknown as E),
      revision: event.revision,
      position: event.position,
      memory: loaded.memory.with(event.metadata, event.revision, event.revision),
    };
  }

  private empty(): Loaded<S> {
    return { state: this.decider.initialState, revision: -1, memory: CommandMemory.empty };
  }
}

const unchanged = <S>(loaded: Loaded<S>) => ({
  state: loaded.state,
  revision: loaded.revision,
  repeated: false,
  ...(loaded.position === undefined ? {} : { position: loaded.position }),
});

const reused = (): Result<never, Rejection> =>
  err(reject('IDEMPOTENCY_KEY_REUSED', 'this idempotency key was used with another input', 'idempotencyKey'));

import type { PoolEvent, PoolIntent, PoolNameEvent } from '@berth/contracts/inventory/events';
import type { Position, RecordedEvent } from '@berth/event-store';
import { defined } from '@berth/kernel/defined';
import { idFromName } from '@berth/kernel/ids';
import type { Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { CommandMeta } from '@berth/service-host/command-meta';
import { bySystem, partOf, resumed } from '../command-part.js';
import {
  commandOf,
  type PoolCommand,
  noSuchPool,
  DEFAULT_POOL_ID,
  poolStream,
  type Pool,
  type PoolState,
} from './pool.decider.js';
import { poolNameId, poolNameStream, type PoolNameCommand, type PoolNameState } from './pool-name.js';

type PoolPolicy = Omit<Pool, 'status' | 'id' | 'createdAt'>;
type PoolChanges = Extract<PoolIntent, { kind: 'update' }>['pool'];

export interface PoolResult {
  readonly pool: Pool;
  readonly position?: Position;
}

/**
 * Pools with unique names. The name is claimed first, with the whole intent; the pool's own event follows. Where the
 * second append fails, the process manager of pool names repeats it as the same command.
 */
export class Pools {
  constructor(
    private readonly pools: Aggregates<PoolState, PoolCommand, PoolEvent>,
    private readonly names: Aggregates<PoolNameState, PoolNameCommand, PoolNameEvent>,
  ) {}

  async find(poolId: string): Promise<Pool | undefined> {
    const { state } = await this.pools.load(poolStream(poolId));
    return state.status === 'none' ? undefined : state;
  }

  create(policy: PoolPolicy, meta: CommandMeta): Promise<Result<PoolResult, Rejection>> {
    const poolId = idFromName('pool', meta.commandId);
    return this.#claimThenApply(
      { kind: 'create', pool: { poolId, ...policy, createdAt: meta.now } },
      policy.name,
      meta,
    );
  }

  async update(changes: PoolChanges, meta: CommandMeta): Promise<Result<PoolResult, Rejection>> {
    const pool = await this.find(changes.poolId);
    if (!pool) return err(noSuchPool);
    const intent: PoolIntent = { kind: 'update', pool: changes };
    const renames = changes.name !== undefined && poolNameId(changes.name) !== poolNameId(pool.name);
    return renames && changes.name !== undefined
      ? this.#claimThenApply(intent, changes.name, meta)
      : this.#applyIntent(intent, meta);
  }

  /** Makes the pool "default" unless it has been made before, under whatever name it goes by now. */
  async ensureDefault(now: string): Promise<void> {
    if (await this.find(DEFAULT_POOL_ID)) return;
    const pool = {
      poolId: DEFAULT_POOL_ID,
      name: 'default',
      approval: false,
      maxQueuedPerUser: 1000,
      createdAt: now,
    };
    const made = await this.#claimThenApply(
      { kind: 'create', pool },
      pool.name,
      bySystem('inventory', 'inventory.pool.create.v1', now, DEFAULT_POOL_ID),
    );
    if (!made.ok) throw new Error(`the pool "default" could not be created: ${made.error.message}`);
  }

  /**
   * Executes the intent of a claim, and releases the name if that is refused. A claim that has been executed, or was
   * released since, is ignored.
   */
  async finish(claimed: RecordedEvent, name: string, intent: PoolIntent): Promise<void> {
    const { revision } = await this.names.load(poolNameStream(name), { fresh: true });
    if (revision !== claimed.revision) return;
    const { state } = await this.pools.load(poolStream(intent.pool.poolId), { fresh: true });
    if (state.status !== 'none' && poolNameId(state.name) === poolNameId(name)) return;
    const settled = await this.#applyIntent(intent, resumed(claimed));
    if (!settled.ok) await this.#release(name, intent.pool.poolId, resumed(claimed));
  }

  /** Releases the former name of a pool, unless it was claimed again since, possibly by the same pool. */
  async releaseFormer(
    name: string,
    poolId: string,
    renamed: RecordedEvent,
    meta: CommandMeta,
  ): Promise<void> {
    const { position } = await this.names.load(poolNameStream(name), { fresh: true });
    if (position !== undefined && position < renamed.position) await this.#release(name, poolId, meta);
  }

  async #release(name: string, poolId: string, meta: CommandMeta): Promise<void> {
    const command: PoolNameCommand = { type: 'releasePoolName', name, poolId };
    await this.names.execute(poolNameStream(name), command, partOf(meta, 'release'));
  }

  async #claimThenApply(
    intent: PoolIntent,
    name: string,
    meta: CommandMeta,
  ): Promise<Result<PoolResult, Rejection>> {
    const command: PoolNameCommand = { type: 'claimPoolName', name, poolId: intent.pool.poolId, intent };
    const claim = await this.names.execute(poolNameStream(name), command, meta);
    return claim.ok ? this.#applyIntent(intent, meta) : claim;
  }

  async #applyIntent(intent: PoolIntent, meta: CommandMeta): Promise<Result<PoolResult, Rejection>> {
    const done = await this.pools.execute(
      poolStream(intent.pool.poolId),
      commandOf(intent),
      partOf(meta, 'pool'),
    );
    if (!done.ok) return done;
    const { state, position } = done.value;
    if (state.status === 'none') return err(noSuchPool);
    return ok({ pool: state, ...defined({ position }) });
  }
}

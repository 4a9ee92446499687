import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from '@jest/globals';
import type { EventStore } from '@berth/event-store';
import { idFromName } from '@berth/kernel/ids';
import { Aggregates } from '@berth/service-host/aggregates';
import { poolNameProcessManager } from './pool-names.process-manager.js';
import { idOf, MORNING } from '../testing/fixtures.js';
import { commandBy, everythingIn, openTestStore, typesIn } from '../testing/other-services.js';
import { poolDecider, DEFAULT_POOL_ID, poolStream } from './pool.decider.js';
import { poolNameDecider, poolNameStream } from './pool-name.js';
import { Pools } from './pools.js';

let store: EventStore;
let pools: Pools;
beforeEach(async () => {
  store = await openTestStore();
  pools = onThe(store);
});
afterEach(() => store.close());

const onThe = (events: EventStore): Pools =>
  new Pools(new Aggregates(events, poolDecider), new Aggregates(events, poolNameDecider));
const named = (name: string) => ({ name, approval: false, maxQueuedPerUser: 10 });

async function created(name: string, key = name): Promise<string> {
  const made = await pools.create(named(name), commandBy('admin', key));
  assert.ok(made.ok);
  return made.value.pool.id;
}

/** What the process manager does with everything that has happened, from the first event on. */
async function keepNames(): Promise<void> {
  const keeper = poolNameProcessManager(pools, store);
  for (const event of await everythingIn(store)) {
    if (keeper.types.includes(event.type)) await keeper.handle(event);
  }
}

/** A store that takes no append to streams of a name any more, as if the process were killed before it. */
const dyingBefore = (streams: string): EventStore => ({
  storeId: store.storeId,
  append: (stream, events, expected) =>
    stream.startsWith(streams) ? Promise.reject(new Error('killed')) : store.append(stream, events, expected),
  read: (stream, options) => store.read(stream, options),
  readAll: (options) => store.readAll(options),
  subscribe: (options) => store.subscribe(options),
  lastPosition: () => store.lastPosition(),
  close: () => store.close(),
});

describe('pools', () => {
  it('have an id that follows from the command, so that a repeat answers the same', async () => {
    const id = await created('left');
    assert.equal(await created('left'), id);
    assert.equal((await everythingIn(store)).length, 2);
  });

  it('have unique names, whatever their case', async () => {
    await created('left');
    const again = await pools.create(named('LEFT'), commandBy('admin', 'another'));
    assert.deepEqual(
      [again.ok, !again.ok && again.error.code, !again.ok && again.error.field],
      [false, 'ALREADY_EXISTS', 'name'],
    );
    assert.equal((await everythingIn(store)).length, 2);
  });

  it('of many that race for a name are one', async () => {
    const racers = Array.from({ length: 8 }, (_, n) =>
      onThe(store).create(named('left'), commandBy('admin', `racer ${n}`)),
    );
    const results = await Promise.all(racers);
    assert.equal(results.filter(({ ok }) => ok).length, 1);
  });

  it('keep a name that they claimed again, however often the process manager handles earlier events', async () => {
    const poolId = await created('left');
    for (const name of ['right', 'left']) {
      await pools.update({ poolId, name }, commandBy('admin', `to ${name}`));
      await keepNames();
    }
    const before = (await everythingIn(store)).length;
    pools = onThe(store);
    await keepNames();
    await keepNames();
    assert.equal((await everythingIn(store)).length, before);
    const another = await pools.create(named('left'), commandBy('admin', 'another'));
    assert.equal(!another.ok && another.error.code, 'ALREADY_EXISTS');
  });

  it('give their former name back when they are renamed', async () => {
    const poolId = await created('left');
    const renamed = await pools.update({ poolId, name: 'Right' }, commandBy('admin', 'rename'));
    assert.equal(renamed.ok && renamed.value.pool.name, 'Right');
    await keepNames();
    assert.deepEqual(await typesIn(store, poolNameStream('left')), ['poolName.claimed', 'poolName.released']);
    assert.notEqual(await created('left', 'a new one'), poolId);
  });

  it('may change the case of their own name', async () => {
    const poolId = await created('left');
    const renamed = await pools.update({ poolId, name: 'Left' }, commandBy('admin', 'rename'));
    assert.equal(renamed.ok && renamed.value.pool.name, 'Left');
    await keepNames();
    assert.deepEqual(await typesIn(store, poolNameStream('left')), ['poolName.claimed']);
  });

  it('that crashed after the claim are created by the process manager, as the same command', async () => {
    const meta = commandBy('admin', 'left');
    await assert.rejects(onThe(dyingBefore('pool:')).create(named('left'), meta), /killed/);
    await keepNames();
    const poolId = idFromName('pool', meta.commandId);
    const [event] = await store.read(poolStream(poolId));
    assert.deepEqual(event?.metadata.actor, meta.actor);
    assert.equal(await created('left'), poolId);
    assert.deepEqual(await typesIn(store, poolStream(poolId)), ['pool.created']);
  });

  it('that crashed in a renaming are renamed by the process manager', async () => {
    const poolId = await created('left');
    const rename = onThe(dyingBefore('pool:')).update(
      { poolId, name: 'right' },
      commandBy('admin', 'rename'),
    );
    await assert.rejects(rename, /killed/);
    await keepNames();
    await keepNames();
    assert.equal((await onThe(store).find(poolId))?.name, 'right');
    assert.deepEqual(await typesIn(store, poolNameStream('left')), ['poolName.claimed', 'poolName.released']);
    assert.deepEqual(await typesIn(store, poolNameStream('right')), ['poolName.claimed']);
  });

  it('cannot be updated if it does not exist, and then claims no name', async () => {
    const update = await pools.update({ poolId: idOf('none'), name: 'x' }, commandBy('admin', 'update'));
    assert.equal(!update.ok && update.error.code, 'NOT_FOUND');
    assert.equal((await everythingIn(store)).length, 0);
  });

  it('include "default" from the first start on, once, and under its later name', async () => {
    await Promise.all([pools.ensureDefault(MORNING), onThe(store).ensureDefault(MORNING)]);
    assert.equal((await pools.find(DEFAULT_POOL_ID))?.name, 'default');
    const renamed = await pools.update(
      { poolId: DEFAULT_POOL_ID, name: 'main' },
      commandBy('admin', 'rename'),
    );
    assert.ok(renamed.ok);
    await keepNames();
    await onThe(store).ensureDefault(MORNING);
    assert.deepEqual(await typesIn(store, poolStream(DEFAULT_POOL_ID)), ['pool.created', 'pool.updated']);
  });
});

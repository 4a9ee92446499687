import assert from 'node:assert/strict';
import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { describe, it } from '@jest/globals';
import { isDeepStrictEqual } from 'node:util';
import {
  StoreCorruptError,
  StoreUnavailableError,
  type EventStore,
  type RecordedEvent,
} from '@berth/event-store';
import { aNewEvent, collectAll, newEvents } from '@berth/event-store/testing';
import fc from 'fast-check';
import { openSqliteEventStore } from './index.js';
import { copyStore, temporaryPath } from './testing/temporary-store.js';

const STREAMS = 12;

async function fill(store: EventStore): Promise<readonly RecordedEvent[]> {
  for (let turn = 0; turn < 8; turn += 1) {
    for (let stream = 0; stream < STREAMS; stream += 1) {
      await store.append(`job:${stream}`, newEvents(3), turn * 3 - 1);
    }
  }
  return collectAll(store);
}

async function aClosedStore() {
  const path = temporaryPath();
  const store = await openSqliteEventStore({ path });
  const events = await fill(store);
  await store.close();
  return { path, events };
}

/** A store as a crash leaves it: what was committed last is in the log only. */
async function aCrashedStore() {
  const path = temporaryPath();
  const crashed = temporaryPath();
  const store = await openSqliteEventStore({ path });
  const events = await fill(store);
  copyStore(path, crashed);
  await store.close();
  return { path: crashed, events };
}

function flipByte(path: string, offset: number, mask: number): void {
  const file = openSync(path, 'r+');
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, offset);
  byte[0] = (byte[0] ?? 0) ^ mask;
  writeSync(file, byte, 0, 1, offset);
  closeSync(file);
}

/** Opens and reads everything in every way: what is given must be true; refusing is allowed at any point. */
async function readOrRefuse(path: string, truth: readonly RecordedEvent[]): Promise<'intact' | 'refused'> {
  let store: EventStore | undefined;
  try {
    store = await openSqliteEventStore({ path });
    assert.ok(isDeepStrictEqual(await collectAll(store), truth), 'served other events than were recorded');
    for (let stream = 0; stream < STREAMS; stream += 1) {
      const events = truth.filter((event) => event.stream === `job:${stream}`);
      assert.ok(isDeepStrictEqual(await store.read(`job:${stream}`), events), 'served another stream');
    }
    return 'intact';
  } catch (error) {
    if (error instanceof StoreCorruptError || error instanceof StoreUnavailableError) return 'refused';
    throw error;
  } finally {
    await store?.close();
  }
}

describe('a damaged file', () => {
  it('is never served as if it were whole, whichever byte is flipped', async () => {
    const { path, events } = await aClosedStore();
    const { size } = statSync(path);
    const damaged = temporaryPath();
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.nat(size - 1), fc.integer({ min: 1, max: 255 }), async (offset, mask) => {
        copyStore(path, damaged);
        flipByte(damaged, offset, mask);
        outcomes.add(await readOrRefuse(damaged, events));
      }),
      { numRuns: 120 },
    );
    assert.ok(outcomes.has('refused'));
  });

  it('is refused when a byte of the log is flipped', async () => {
    const { path, events } = await aCrashedStore();
    const damaged = temporaryPath();
    copyStore(path, damaged);
    assert.equal(await readOrRefuse(damaged, events), 'intact');
    const { size } = statSync(`${path}-wal`);
    for (const share of [0.1, 0.4, 0.7, 0.99]) {
      copyStore(path, damaged);
      flipByte(`${damaged}-wal`, Math.floor(size * share), 0x10);
      await assert.rejects(openSqliteEventStore({ path: damaged }), StoreCorruptError);
    }
  });

  it('shows when it is read, also if it was damaged after the store was opened', async () => {
    const { path, events } = await aClosedStore();
    const store = await openSqliteEventStore({ path });
    const file = openSync(path, 'r+');
    const content = Buffer.alloc(statSync(path).size);
    readSync(file, content, 0, content.length, 0);
    const victim = events.findLast(({ stream }) => stream === 'job:5');
    const offset = content.indexOf(victim?.id ?? '');
    writeSync(file, 'X', offset);
    closeSync(file);
    await assert.rejects(store.read('job:5'), StoreCorruptError);
    await assert.rejects(collectAll(store), StoreCorruptError);
    await assert.rejects(store.verify(), StoreCorruptError);
    assert.equal((await store.read('job:5', { limit: 5 })).length, 5);
    await store.close();
  });
});

describe('a file whose end is gone', () => {
  it('is refused with both positions, and goes on from what is left once that was decided', async () => {
    const { path, events } = await aCrashedStore();
    truncateSync(`${path}-wal`, Math.floor(statSync(`${path}-wal`).size / 2));
    await assert.rejects(openSqliteEventStore({ path }), (error) => {
      assert.ok(error instanceof StoreCorruptError);
      assert.match(
        error.message,
        new RegExp(`ends at position \\d+, but events up to ${events.length} were acknowl`),
      );
      return true;
    });
    rmSync(`${path}.head`);
    const store = await openSqliteEventStore({ path });
    const left = await collectAll(store);
    assert.ok(left.length > 0 && left.length < events.length);
    assert.deepEqual(left, events.slice(0, left.length));
    assert.equal((await store.verify()).events, left.length);
    await store.append('job:new', [aNewEvent()], 'noStream');
    await store.close();
  });

  it('is refused when the database itself is cut', async () => {
    const { path } = await aClosedStore();
    truncateSync(path, statSync(path).size - 8192);
    await assert.rejects(openSqliteEventStore({ path }), StoreCorruptError);
  });

  it("is refused when it is missing, an older copy, or another store's", async () => {
    const path = temporaryPath();
    const older = temporaryPath();
    const store = await openSqliteEventStore({ path });
    await store.append('job:1', newEvents(1), 'noStream');
    copyStore(path, older);
    await store.append('job:1', newEvents(1), 0);
    await store.close();
    const other = await aClosedStore();
    const replace = (by: string): void => {
      for (const suffix of ['', '-wal', '-shm']) {
        rmSync(`${path}${suffix}`, { force: true });
        if (existsSync(`${by}${suffix}`)) copyFileSync(`${by}${suffix}`, `${path}${suffix}`);
      }
    };
    for (const by of [older, other.path, temporaryPath()]) {
      replace(by);
      await assert.rejects(openSqliteEventStore({ path }), StoreCorruptError, by);
    }
  });
});

describe('a file that is something else', () => {
  it('is refused', async () => {
    const path = temporaryPath();
    const file = openSync(path, 'w');
    writeSync(file, 'certainly not a database, but long enough to be looked at as one. '.repeat(100));
    closeSync(file);
    await assert.rejects(openSqliteEventStore({ path }), StoreCorruptError);
  });
});

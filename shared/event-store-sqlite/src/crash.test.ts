import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { describe, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { aNewEvent } from '@berth/event-store/testing';
import { openSqliteEventStore, StoreLockedError, type SqliteEventStoreOptions } from './index.js';
import { temporaryPath } from './testing/temporary-store.js';

const APPENDER = fileURLToPath(new URL('./testing/appender.process.js', import.meta.url));

interface Acknowledged {
  readonly stream: string;
  readonly revision: number;
  readonly ids: readonly string[];
}

function startAppender(path: string, writer: string) {
  const child = spawn(process.execPath, [APPENDER, path, writer], { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged: Acknowledged[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    if (line.endsWith('}')) acknowledged.push(JSON.parse(line) as Acknowledged);
  });
  return { child, acknowledged, lines };
}

async function linesUntil(lines: Interface, condition: () => boolean): Promise<void> {
  const late = AbortSignal.timeout(20_000);
  const closed = once(lines, 'close').then(() =>
    Promise.reject(new Error('the appending process ended by itself')),
  );
  closed.catch(() => undefined);
  while (!condition()) await Promise.race([once(lines, 'line', { signal: late }), closed]);
}

/** Lets a process append until so many appends are acknowledged, kills it, and returns the acknowledgements. */
async function appendAndDie(path: string, writer: string, count: number): Promise<readonly Acknowledged[]> {
  const { child, acknowledged, lines } = startAppender(path, writer);
  const exited = once(child, 'exit');
  await linesUntil(lines, () => acknowledged.length >= count);
  child.kill('SIGKILL');
  await exited;
  if (!child.stdout.readableEnded) await once(lines, 'close');
  return acknowledged;
}

async function checkStore(path: string, acknowledged: readonly Acknowledged[]): Promise<void> {
  const store = await openSqliteEventStore({ path });
  const places = new Map<string, string>();
  const heads = new Map<string, number>();
  for await (const page of store.readAll()) {
    for (const { stream, revision, id } of page) {
      assert.equal(revision, (heads.get(stream) ?? -1) + 1, `gap in ${stream}`);
      heads.set(stream, revision);
      places.set(id, `${stream} ${revision}`);
    }
  }
  for (const { stream, revision, ids } of acknowledged) {
    for (const [index, id] of ids.entries()) {
      assert.equal(places.get(id), `${stream} ${revision - ids.length + 1 + index}`);
    }
  }
  assert.equal((await store.verify()).events, places.size);
  await store.close();
}

describe('a process killed while it appends', () => {
  for (const writer of ['inline', 'thread'] satisfies SqliteEventStoreOptions['writer'][]) {
    it(`has lost nothing that was acknowledged, time after time (${writer})`, async () => {
      const path = temporaryPath();
      const acknowledged: Acknowledged[] = [];
      for (const count of [1, 150, 400]) {
        acknowledged.push(...(await appendAndDie(path, writer, count)));
        await checkStore(path, acknowledged);
      }
    });
  }
});

describe('a store that is open', () => {
  it('is refused to others, by path and holder, until its process is gone', async () => {
    const path = temporaryPath();
    const { child, acknowledged, lines } = startAppender(path, 'inline');
    const exited = once(child, 'exit');
    await linesUntil(lines, () => acknowledged.length > 0);
    await assert.rejects(openSqliteEventStore({ path }), (error) => {
      assert.ok(error instanceof StoreLockedError);
      assert.equal(error.message, `${path} is held by process ${child.pid}`);
      return true;
    });
    child.kill('SIGKILL');
    await exited;
    const store = await openSqliteEventStore({ path });
    await assert.rejects(openSqliteEventStore({ path }), { pid: process.pid });
    await store.append('job:mine', [aNewEvent()], 'noStream');
    await store.close();
    await (await openSqliteEventStore({ path })).close();
  });
});

import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { ReadModelsUnavailableError } from '@berth/read-models';
import { eventsFrom, survivesReplay } from '@berth/read-models/testing';
import {
  deleted,
  jobList,
  moved,
  statusCounts,
  submitted,
} from '@berth/read-models/testing/job-list.projection';
import { openSqliteReadModels } from './open.js';

const WRITER = fileURLToPath(new URL('./testing/writer.process.js', import.meta.url));

describe('SQLite read models', () => {
  let folder: string;
  let path: string;
  const children: ChildProcess[] = [];
  const startWriter = (): ChildProcess => {
    const child = fork(WRITER, [path, '10'], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    children.push(child);
    return child;
  };
  const kill = async (child: ChildProcess) => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'berth-read-models-'));
    path = join(folder, 'views.db');
  });
  afterEach(async () => {
    await Promise.all(children.splice(0).map(kill));
    await rm(folder, { recursive: true });
  });

  it('hold after kill -9 all that was acknowledged, and no checkpoint ahead of its documents', async () => {
    for (const batches of [1, 17, 60]) {
      await rm(path, { force: true });
      const child = startWriter();
      let written = 0;
      child.on('message', (message: { readonly written: number }) => {
        written = message.written;
        if (written >= batches * 10) child.kill('SIGKILL');
      });
      await once(child, 'exit');
      const readModels = await openSqliteReadModels({ path });
      const checkpoint = Number(await readModels.loadCheckpoint('jobList@scheduler'));
      assert.ok(checkpoint >= written, `acknowledged up to ${written}, the checkpoint is ${checkpoint}`);
      const { items } = await readModels.collection(jobList().collection).query({});
      const furthest = Math.max(...items.map(({ position }) => Number(position)));
      assert.ok(furthest >= checkpoint, `the checkpoint is ${checkpoint}, the documents end at ${furthest}`);
      await readModels.close();
    }
  });

  it('are held by one process at a time, and a second one is told', async () => {
    const child = startWriter();
    await once(child, 'message');
    await assert.rejects(openSqliteReadModels({ path }), (error) => {
      assert.ok(error instanceof ReadModelsUnavailableError);
      assert.match(error.message, /another process holds the file/);
      return true;
    });
    await kill(child);
    await (await openSqliteReadModels({ path })).close();
  }, 30_000);

  it('are the same however events are fed, again, from any cut, or after a drop', async () => {
    const readModels = await openSqliteReadModels({ path });
    const events = eventsFrom([
      submitted('a'),
      submitted('b'),
      moved('a', 'queued', 'running'),
      deleted('b', 'queued'),
      moved('a', 'running', 'queued'),
      submitted('b'),
    ]);
    await survivesReplay(jobList(), events, readModels);
    await survivesReplay(statusCounts, events, readModels);
    await readModels.close();
  });
});

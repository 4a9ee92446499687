import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSqliteEventStore, type SqliteEventStore } from '@berth/event-store-sqlite';
import { ownEvents, ProjectionRunner } from '@berth/read-models';
import { openSqliteReadModels } from '@berth/read-models-sqlite';
import { jobsView } from '@berth/scheduler/jobs/views/job.view';
import type { Figure, Row, Setting } from '../figure.js';
import { measureInterleaved, rate } from '../measure/measure-interleaved.js';
import { completedJob } from './job-events.js';
import { readAndParse } from './raw-sqlite.js';

const EVENTS_A_JOB = 6;
const REPLAY_TARGET = 200_000;
const REBUILD_TARGET = 30_000;

async function measure(setting: Setting): Promise<readonly Figure[]> {
  const { quick } = setting;
  const folder = setting.folder('replay');
  const path = join(folder, 'events.sqlite');
  const jobs = quick ? 2_000 : 35_000;
  setting.say(`recording ${jobs} jobs`);
  const store = await openSqliteEventStore({ path });
  await record(store, jobs);
  const events = jobs * EVENTS_A_JOB;

  setting.say(`replaying ${events} events, and rebuilding the view of jobs from them`);
  let rebuilds = 0;
  const rates = await measureInterleaved(
    { rounds: quick ? 1 : 3 },
    {
      replay: () =>
        rate(events, async () => {
          let seen = 0;
          for await (const page of store.readAll()) seen += page.length;
          mustBe(seen, events);
        }),
      raw: () => rate(events, () => mustBe(readAndParse(path), events)),
      rebuild: () => rebuild(store, events, join(folder, `views-${(rebuilds += 1)}.sqlite`)),
    },
  );
  await store.close();
  const floor = { floor: rates.raw, floorIs: 'raw SQLite read and JSON.parse of the same file' };
  return [
    {
      name: 'replay.rate',
      what: 'replay of all events, each checked against its checksum',
      unit: 'events/s',
      value: rates.replay,
      target: REPLAY_TARGET,
      better: 'higher',
      ...floor,
    },
    {
      name: 'rebuild.rate',
      what: `rebuild of the view of ${jobs} jobs`,
      unit: 'events/s',
      value: rates.rebuild,
      target: REBUILD_TARGET,
      better: 'higher',
      ...floor,
    },
  ];
}

async function record(store: SqliteEventStore, jobs: number): Promise<void> {
  const GROUP = 256;
  for (let first = 0; first < jobs; first += GROUP) {
    const group = Array.from({ length: Math.min(GROUP, jobs - first) }, (_, at) =>
      completedJob('replay', first + at),
    );
    for (let step = 0; step < (group[0]?.appends.length ?? 0); step += 1) {
      await Promise.all(
        group.map(({ stream, appends }) => {
          const before = appends.slice(0, step).reduce((sum, events) => sum + events.length, 0);
          return store.append(stream, appends[step] ?? [], before === 0 ? 'noStream' : before - 1);
        }),
      );
    }
  }
}

/** From an empty file to the checkpoint at the last event. */
async function rebuild(store: SqliteEventStore, events: number, path: string): Promise<number> {
  const readModels = await openSqliteReadModels({ path });
  const runner = new ProjectionRunner({
    source: ownEvents('scheduler', store),
    readModels,
    projections: [jobsView] as never,
  });
  const last = await store.lastPosition();
  const perSecond = await rate(events, async () => {
    await runner.start();
    if (!(await runner.waitFor(last, 600_000))) throw new Error('the view did not catch up');
  });
  mustBe(await readModels.collection(jobsView.collection).count(), events / EVENTS_A_JOB);
  await runner.stop();
  await readModels.close();
  await sleep(50);
  return perSecond;
}

function mustBe(seen: number, expected: number): void {
  if (seen !== expected) throw new Error(`expected ${expected}, got ${seen}`);
}

export const replayRow: Row = {
  name: 'replay',
  measures: 'reading all events, and rebuilding the view of jobs',
  run: measure,
};

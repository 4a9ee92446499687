import { join } from 'node:path';
import type { ServiceName } from '@berth/contracts/services';
import type { EventStore } from '@berth/event-store';
import { openSqliteEventStore } from '@berth/event-store-sqlite';
import { ownEvents, ProjectionRunner } from '@berth/read-models';
import { openSqliteReadModels } from '@berth/read-models-sqlite';
import { jobsView } from '@berth/scheduler/jobs/views/job.view';
import { eventually } from '@berth/testing/eventually';
import { logIn, untilOnline } from '@berth/tests/platform/lab';
import { Platform } from '@berth/tests/platform/platform';
import type { Figure, Row, Setting } from '../figure.js';
import { HttpLoad } from '../load/http-load.js';
import { measureInterleaved } from '../measure/measure-interleaved.js';
import { cancelledJob } from '../storage/job-events.js';
import { holdTheDevice, portOf, startLab, freshToken, UNLIMITED, type BenchLab } from './bench-lab.js';
import { submitBody, SUBMITTED } from './documents.js';

/** Resolves when a service has published all that it has recorded, so that what it does next is not done beside that. */
async function untilPublished(platform: Platform, service: ServiceName, timeoutMs: number): Promise<void> {
  await eventually(
    async () => {
      const { healthPort } = processOf(platform, service);
      const response = await fetch(`http://127.0.0.1:${healthPort}/metrics`);
      const lag = /^berth_relay_lag_events\S* (\d+)/m.exec(await response.text())?.[1];
      if (lag !== '0') throw new Error(`${service} has ${lag ?? 'some'} events to publish`);
    },
    { timeoutMs, everyMs: 1_000 },
  );
}

function processOf(platform: Platform, name: string): { readonly healthPort: number } {
  const found = platform.processes().find((each) => each.name === name);
  if (!found) throw new Error(`there is no process ${name}`);
  return found as unknown as { readonly healthPort: number };
}

const FEW = 1_000;
const SHARE_OF_FEW = 0.9;
const PUBLISH_TIMEOUT_MS = 1_800_000;
const GROUP = 512;

async function measure(setting: Setting): Promise<readonly Figure[]> {
  const { quick, full } = setting;
  const stored = quick ? 5_000 : full ? 1_000_000 : 100_000;
  const few = await labWith(FEW, setting);
  const many = await labWith(stored, setting);
  const load = new HttpLoad();
  try {
    setting.say('submitting to both in turns');
    const submitTo = (bench: BenchLab) => async (): Promise<number> => {
      const outcome = await load.run({
        port: portOf(bench),
        path: '/graphql',
        headers: { authorization: `Bearer ${await freshToken(bench)}` },
        bodies: [submitBody(bench.lab.project)],
        connections: 64,
        seconds: quick ? 1 : 4,
        expect: SUBMITTED,
      });
      return outcome.requests / outcome.seconds;
    };
    const rates = await measureInterleaved(
      { rounds: quick ? 1 : 3 },
      { few: submitTo(few), many: submitTo(many) },
    );
    return [
      {
        name: 'stored.rate',
        what: `submissions with ${stored} jobs stored`,
        unit: '/s',
        value: rates.many,
        floor: rates.few,
        floorIs: `the same with ${FEW} jobs stored`,
        target: rates.few * SHARE_OF_FEW,
        better: 'higher',
      },
    ];
  } finally {
    load.close();
    await Promise.all([few.stop(), many.stop()]);
  }
}

/** A platform whose scheduler has so many jobs that were submitted and cancelled, in its own store. */
async function labWith(jobs: number, setting: Setting): Promise<BenchLab> {
  setting.say(`making a platform with ${jobs} jobs stored`);
  const folder = setting.folder(`stored-${jobs}`);
  const first = await startLab(folder, { simulateGpus: 1 });
  await first.stop();
  const path = join(folder, 'data', 'services', 'scheduler', 'events.sqlite');
  const store = await openSqliteEventStore({ path });
  for (let begin = 0; begin < jobs; begin += GROUP) {
    const group = Array.from({ length: Math.min(GROUP, jobs - begin) }, (_, at) =>
      cancelledJob('stored', begin + at),
    );
    await Promise.all(group.map(({ stream, appends }) => store.append(stream, appends.flat(), 'noStream')));
  }
  await buildView(store, join(folder, 'data', 'services', 'scheduler', 'views.sqlite'));
  await store.close();
  const platform = await Platform.start({ data: join(folder, 'data'), simulateGpus: 1, env: UNLIMITED });
  const lab = { ...first.lab, ada: await logIn(platform, 'ada') };
  const bench: BenchLab = { platform, lab, stop: () => platform.stop() };
  await untilOnline((await logIn(platform, 'root')).api);
  await untilPublished(platform, 'scheduler', PUBLISH_TIMEOUT_MS);
  await holdTheDevice(bench);
  return bench;
}

/** What the scheduler would do at its start, for as long as the launcher does not wait. */
async function buildView(store: EventStore, path: string): Promise<void> {
  const readModels = await openSqliteReadModels({ path });
  const runner = new ProjectionRunner({
    source: ownEvents('scheduler', store),
    readModels,
    projections: [jobsView] as never,
  });
  await runner.start();
  if (!(await runner.waitFor(await store.lastPosition(), PUBLISH_TIMEOUT_MS)))
    throw new Error('the view of jobs did not catch up');
  await runner.stop();
  await readModels.close();
}

export const storedRow: Row = {
  name: 'stored',
  measures: 'submitting to a platform that has stored many jobs',
  run: measure,
};

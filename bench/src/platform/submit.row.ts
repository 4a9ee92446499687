import { join } from 'node:path';
import type { Figure, Row, Setting } from '../figure.js';
import { startBareNats } from '../load/bare-nats.js';
import { startBareYoga } from '../load/bare-yoga.js';
import { HttpLoad, LoadSummary } from '../load/http-load.js';
import { measureInterleaved, rate } from '../measure/measure-interleaved.js';
import { median } from '../measure/latencies.js';
import { submission } from '../storage/job-events.js';
import { RawSqlite, toRaw } from '../storage/raw-sqlite.js';
import { freshToken, holdTheDevice, portOf, startLab } from './bench-lab.js';
import { CpuMeter, perRequest, pidsOf } from './processes.js';
import { submitBody, SUBMITTED } from './documents.js';

const CONNECTIONS = 64;
const TARGET_RATE = 2_000;
const TARGET_P99_MS = 50;

async function measure(setting: Setting): Promise<readonly Figure[]> {
  const { quick } = setting;
  setting.say('starting a platform, and the floors');
  const folder = setting.folder('submit');
  const bench = await startLab(folder, { simulateGpus: 1 });
  const yoga = await startBareYoga();
  const nats = await startBareNats();
  const raw = new RawSqlite(join(folder, 'raw.sqlite'));
  const load = new HttpLoad();
  try {
    await holdTheDevice(bench);
    const authorization = `Bearer ${await freshToken(bench)}`;
    const order = {
      path: '/graphql',
      bodies: [submitBody(bench.lab.project)],
      connections: CONNECTIONS,
      seconds: quick ? 1 : 5,
      expect: SUBMITTED,
    };
    const platform = new LoadSummary();
    const meter = new CpuMeter(pidsOf(bench.platform));
    const onWarm = (): void => [platform, bare, meter].forEach((each) => each.forget());
    const bare = new LoadSummary();
    let commits = 0;
    setting.say(`submitting over ${CONNECTIONS} connections, in turns with the floors`);
    const rates = await measureInterleaved(
      { rounds: quick ? 1 : 3, onWarm },
      {
        platform: async () =>
          platform.add(
            await meter.during(() => load.run({ ...order, port: portOf(bench), headers: { authorization } })),
          ),
        yoga: async () => bare.add(await load.run({ ...order, port: yoga.port, headers: {} })),
        nats: () => nats.measure(CONNECTIONS, quick ? 5_000 : 40_000),
        sqlite: () => rawSubmissions(raw, `submit ${(commits += 1)}`, quick ? 2_000 : 20_000),
      },
    );
    const beside = {
      'bare Yoga p99, ms': bare.latencies.at(0.99),
      'bare NATS requests/s': rates.nats,
      'raw SQLite, groups of 64 submissions/s': rates.sqlite,
      'CPU of the load generator, cores': median(platform.ownCpu),
      ...perRequest(meter, platform.latencies.count),
    };
    return [
      {
        name: 'submit.rate',
        what: `submitJob over GraphQL, acknowledged and on disk, ${CONNECTIONS} connections`,
        unit: '/s',
        value: rates.platform,
        floor: rates.yoga,
        floorIs: 'bare Yoga, nothing authenticated, sent on or recorded',
        target: TARGET_RATE,
        better: 'higher',
        beside,
      },
      latency('submit.p50', 'half of the submissions took at most', 0.5),
      { ...latency('submit.p99', '99% of the submissions took at most', 0.99), target: TARGET_P99_MS },
    ];

    function latency(name: string, what: string, share: number): Figure {
      return {
        name,
        what,
        unit: 'ms',
        value: platform.latencies.at(share),
        floor: bare.latencies.at(share),
        floorIs: 'bare Yoga',
        better: 'lower',
      };
    }
  } finally {
    load.close();
    yoga.close();
    raw.close();
    await nats.close();
    await bench.stop();
  }
}

/** The two events of a submission, in groups as large as there are connections. */
async function rawSubmissions(raw: RawSqlite, name: string, count: number): Promise<number> {
  const all = Array.from({ length: count }, (_, index) => {
    const { stream, appends } = submission(name, index);
    return toRaw(stream, appends.flat());
  });
  return rate(count, () => {
    for (let at = 0; at < count; at += CONNECTIONS) raw.commit(all.slice(at, at + CONNECTIONS).flat());
  });
}

export const submitRow: Row = {
  name: 'submit',
  measures: 'submitting jobs through GraphQL',
  run: measure,
};

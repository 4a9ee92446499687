import type { Figure, Row, Setting } from '../figure.js';
import { startBareNats } from '../load/bare-nats.js';
import { startBareYoga } from '../load/bare-yoga.js';
import { HttpLoad, LoadSummary } from '../load/http-load.js';
import { measureInterleaved } from '../measure/measure-interleaved.js';
import { median } from '../measure/latencies.js';
import { freshToken, holdTheDevice, portOf, startLab } from './bench-lab.js';
import { CpuMeter, perRequest, pidsOf } from './processes.js';
import { KNOWN, statusBody, submitBody, SUBMITTED, SUBMITTED_ID } from './documents.js';

const CONNECTIONS = 64;
const JOBS = 1_000;
const TARGET_RATE = 4_000;
const TARGET_P99_MS = 20;

async function measure(setting: Setting): Promise<readonly Figure[]> {
  const { quick } = setting;
  setting.say('starting a platform, and the floors');
  const bench = await startLab(setting.folder('status'), { simulateGpus: 1 });
  const yoga = await startBareYoga();
  const nats = await startBareNats();
  const load = new HttpLoad();
  try {
    await holdTheDevice(bench);
    const headers = { authorization: `Bearer ${await freshToken(bench)}` };
    const common = { path: '/graphql', connections: CONNECTIONS };
    setting.say(`submitting ${JOBS} jobs to ask for`);
    const { collected: ids } = await load.run({
      ...common,
      port: portOf(bench),
      headers,
      bodies: [submitBody(bench.lab.project)],
      requests: JOBS,
      expect: SUBMITTED,
      collect: { pattern: SUBMITTED_ID, most: JOBS },
    });
    const order = { ...common, bodies: ids.map(statusBody), seconds: quick ? 1 : 5, expect: KNOWN };
    const platform = new LoadSummary();
    const meter = new CpuMeter(pidsOf(bench.platform));
    const onWarm = (): void => [platform, bare, meter].forEach((each) => each.forget());
    const bare = new LoadSummary();
    setting.say(`asking for jobs over ${CONNECTIONS} connections, in turns with the floors`);
    const rates = await measureInterleaved(
      { rounds: quick ? 1 : 3, onWarm },
      {
        platform: async () =>
          platform.add(await meter.during(() => load.run({ ...order, port: portOf(bench), headers }))),
        yoga: async () => bare.add(await load.run({ ...order, port: yoga.port, headers: {} })),
        nats: () => nats.measure(CONNECTIONS, quick ? 5_000 : 40_000),
      },
    );
    const p = (name: string, share: number): Figure => ({
      name: `status.${name}`,
      what: `${share * 100}% of the look-ups took at most`,
      unit: 'ms',
      value: platform.latencies.at(share),
      floor: bare.latencies.at(share),
      floorIs: 'bare Yoga',
      better: 'lower',
    });
    return [
      {
        name: 'status.rate',
        what: `a job by its id, ${CONNECTIONS} connections`,
        unit: '/s',
        value: rates.platform,
        floor: rates.yoga,
        floorIs: 'bare Yoga, answering from memory',
        target: TARGET_RATE,
        better: 'higher',
        beside: {
          'bare NATS requests/s': rates.nats,
          'CPU of the load generator, cores': median(platform.ownCpu),
          ...perRequest(meter, platform.latencies.count),
        },
      },
      p('p50', 0.5),
      { ...p('p99', 0.99), target: TARGET_P99_MS },
    ];
  } finally {
    load.close();
    yoga.close();
    await nats.close();
    await bench.stop();
  }
}

export const statusRow: Row = { name: 'status', measures: 'asking for the status of jobs', run: measure };

import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { submit } from '@berth/tests/platform/jobs';
import type { Figure, Row, Setting } from '../figure.js';
import { Latencies } from '../measure/latencies.js';
import { freshToken, startLab } from './bench-lab.js';
import { now, printedAt, printing } from './printing-job.js';
import { CpuMeter, pidsOf, pssMb } from './processes.js';

const BERTH = fileURLToPath(new URL('../../../clients/cli/dist/berth.cjs', import.meta.url));
const FOLLOWERS = 100;
const LINES_A_SECOND = 20;
const TARGET_P99_MS = 1_000;

type Child = ChildProcessByStdio<null, Readable, null>;

interface Follower {
  readonly child: Child;
  /** With the time at which it came. */
  readonly lines: { readonly at: number; readonly text: string }[];
  readonly ended: Promise<number>;
}

/** People at terminals: each has a process of the command line of its own, which follows one job to its end. */
async function measure(setting: Setting): Promise<readonly Figure[]> {
  const { quick } = setting;
  const many = quick ? 10 : FOLLOWERS;
  const folder = setting.folder('followers');
  setting.say('starting a platform');
  const bench = await startLab(folder);
  const followers: Follower[] = [];
  try {
    // they start within it, and follow from the first line
    const count = LINES_A_SECOND * (quick ? 20 : 90);
    const id = await submit(bench.lab, { command: [...printing(count, LINES_A_SECOND)] });
    const env = {
      PATH: process.env['PATH'],
      BERTH_CONFIG: join(folder, 'cli'),
      BERTH_URL: bench.platform.url,
      BERTH_TOKEN: await freshToken(bench),
      NO_COLOR: '1',
    };
    setting.say(`starting ${many} × berth logs -f`);
    const meter = new CpuMeter(pidsOf(bench.platform));
    await meter.during(async () => {
      for (let each = 0; each < many; each += 1) followers.push(follow(id, env));
      for (const status of await Promise.all(followers.map(({ ended }) => ended)))
        if (status !== 0) throw new Error(`a follower ended with ${status}`);
    });
    const latencies = liveLatencies(followers, count);
    return [
      {
        name: 'followers.p99',
        what: `from printing a line to its arrival at ${many} × berth logs -f, ${LINES_A_SECOND} lines a second`,
        unit: 'ms',
        value: latencies.at(0.99),
        target: TARGET_P99_MS,
        better: 'lower',
        beside: {
          'p50, ms': latencies.at(0.5),
          'gateway, MB': pssMb(pidsOf(bench.platform).get('gateway') ?? 0),
          'CPU of the gateway a line and follower, µs':
            ((meter.seconds.get('gateway') ?? 0) * 1e6) / (count * many),
        },
      },
    ];
  } finally {
    for (const { child } of followers) child.kill();
    await bench.stop();
  }
}

function follow(id: string, env: NodeJS.ProcessEnv): Follower {
  const child = spawn(process.execPath, [BERTH, 'logs', '-f', id], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: { at: number; text: string }[] = [];
  createInterface({ input: child.stdout }).on('line', (text) => lines.push({ at: now(), text }));
  const ended = once(child, 'close').then(([status]: unknown[]) => status as number);
  return { child, lines, ended };
}

/**
 * Of lines that were printed when every follower was there: what was printed before came from the archive.
 * @throws where a line is missing, twice, or out of order at any of them
 */
function liveLatencies(followers: readonly Follower[], count: number): Latencies {
  const allThere = Math.max(...followers.map(({ lines }) => lines[0]?.at ?? Number.POSITIVE_INFINITY));
  const latencies = new Latencies();
  for (const { lines } of followers) {
    if (lines.length !== count) throw new Error(`${lines.length} of ${count} lines arrived`);
    for (const [place, { text, at }] of lines.entries()) {
      if (Number(text.split(' ')[1]) !== place) throw new Error(`line ${place} is "${text.slice(0, 40)}"`);
      const printed = printedAt(text);
      if (printed > allThere) latencies.add(at - printed);
    }
  }
  if (latencies.count === 0) throw new Error('the job ended before all followers were there');
  return latencies;
}

export const followersRow: Row = {
  name: 'followers',
  measures: 'a hundred people who follow a job by the command line',
  run: measure,
};

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { submit } from '@berth/tests/platform/jobs';
import type { Figure, Row, Setting } from '../figure.js';
import { Latencies } from '../measure/latencies.js';
import { startLab, type BenchLab } from './bench-lab.js';
import { now, printedAt, printing } from './printing-job.js';

const TARGET_RATE = 20_000;
const TARGET_P99_MS = 250;

interface Followed {
  readonly lines: number;
  readonly latencies: Latencies;
  /** From the first line's printing to the last one's arrival. */
  readonly seconds: number;
}

async function measure(setting: Setting): Promise<readonly Figure[]> {
  const { quick } = setting;
  setting.say('starting a platform');
  const bench = await startLab(setting.folder('log'));
  const many = quick ? 20_000 : 200_000;
  try {
    setting.say(`following a job that prints ${many} lines as fast as they are taken`);
    const fast = await throughPlatform(bench, many, 0);
    const bareFast = await throughPipe(many, 0);
    setting.say(`following a job that prints ${TARGET_RATE} lines a second`);
    const paced = await throughPlatform(bench, many, TARGET_RATE);
    const barePaced = await throughPipe(many, TARGET_RATE);
    return [
      {
        name: 'log.rate',
        what: `lines from a job, archived, to its follower over SSE; ${many} printed at once`,
        unit: 'lines/s',
        value: fast.lines / fast.seconds,
        floor: bareFast.lines / bareFast.seconds,
        floorIs: 'the same process read through a pipe',
        target: TARGET_RATE,
        better: 'higher',
      },
      {
        name: 'log.p99',
        what: `from printing a line to its arrival at the follower, at ${TARGET_RATE} lines a second`,
        unit: 'ms',
        value: paced.latencies.at(0.99),
        floor: barePaced.latencies.at(0.99),
        floorIs: 'the same process read through a pipe',
        target: TARGET_P99_MS,
        better: 'lower',
        beside: {
          'p50, ms': paced.latencies.at(0.5),
          'lines/s, of those asked for': paced.lines / paced.seconds,
        },
      },
    ];
  } finally {
    await bench.stop();
  }
}

/** @throws where a line is missing, twice, or out of order */
async function throughPlatform({ lab }: BenchLab, count: number, perSecond: number): Promise<Followed> {
  const [program, ...args] = printing(count, perSecond);
  const id = await submit(lab, { command: [program, ...args] });
  const stream = lab.ada.api.follow<{ jobLogs: { lines: readonly { text: string }[] } }>(
    'subscription ($id: ID!) { jobLogs(job: $id) { lines { text } } }',
    { id },
    AbortSignal.timeout(180_000),
  );
  const follower = new Follower();
  for await (const { jobLogs } of stream) follower.take(jobLogs.lines.map(({ text }) => text));
  return follower.outcome(count);
}

async function throughPipe(count: number, perSecond: number): Promise<Followed> {
  const [program, ...args] = printing(count, perSecond);
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const follower = new Follower();
  for await (const line of createInterface({ input: child.stdout })) follower.take([line]);
  return follower.outcome(count);
}

class Follower {
  readonly #latencies = new Latencies();
  #first = Number.NaN;
  #last = Number.NaN;
  #next = 0;

  take(lines: readonly string[]): void {
    const at = now();
    for (const line of lines) {
      const printed = printedAt(line);
      if (this.#next === 0) this.#first = printed;
      if (Number(line.split(' ')[1]) !== this.#next)
        throw new Error(`expected line ${this.#next}, got "${line.slice(0, 40)}"`);
      this.#next += 1;
      this.#latencies.add(at - printed);
      this.#last = at;
    }
  }

  outcome(count: number): Followed {
    if (this.#next !== count) throw new Error(`${this.#next} of ${count} lines arrived`);
    return { lines: count, latencies: this.#latencies, seconds: (this.#last - this.#first) / 1000 };
  }
}

export const logRow: Row = { name: 'log', measures: "following a job's output", run: measure };

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { submit } from '@berth/tests/platform/jobs';
import { nodesOf, untilOnline, type Nodes, type Lab } from '@berth/tests/platform/lab';
import type { Figure, Row, Setting } from '../figure.js';
import { Latencies } from '../measure/latencies.js';
import { inFlight, rate } from '../measure/measure-interleaved.js';
import { startLab, type BenchLab } from './bench-lab.js';
import { CpuMeter, perRequest, pidsOf } from './processes.js';

interface Seen {
  readonly type: string;
  readonly jobId: string;
}

/** Follows what happens to the jobs of a project, as a client would, and records when it received it. */
class JobWatch {
  readonly #heard = new Map<string, number>();
  readonly #abort = new AbortController();
  #wake = Promise.withResolvers<void>();

  constructor(lab: Lab) {
    void this.#follow(lab).catch((error: unknown) => {
      if (!this.#abort.signal.aborted) this.#wake.reject(error);
    });
  }

  /**
   * @param event such as `runStarted`
   * @returns when it was received, on the clock of `performance.now()`
   */
  async until(jobId: string, event: string): Promise<number> {
    const key = `${jobId} scheduler.job.${event}.v1`;
    for (;;) {
      const at = this.#heard.get(key);
      if (at !== undefined) return at;
      await this.#wake.promise;
    }
  }

  close(): void {
    this.#abort.abort();
  }

  async #follow({ ada, project }: Lab): Promise<void> {
    const events = ada.api.follow<{ jobEvents: Seen }>(
      'subscription ($project: ID!) { jobEvents(project: $project) { type jobId } }',
      { project },
      this.#abort.signal,
    );
    for await (const { jobEvents } of events) {
      this.#heard.set(`${jobEvents.jobId} ${jobEvents.type}`, performance.now());
      this.#wake.resolve();
      this.#wake = Promise.withResolvers();
    }
  }
}

const COMMAND = 'true';
const TARGET_START_MS = 100;
/** As many CPU runs at once as a host may be set to take. */
const SLOTS = 64;

async function measure(setting: Setting): Promise<readonly Figure[]> {
  setting.say('starting a platform with one simulated device');
  const bench = await startLab(setting.folder('run'), { simulateGpus: 1 });
  try {
    return [...(await starts(bench, setting)), ...(await finishes(bench, setting))];
  } finally {
    await bench.stop();
  }
}

/** One job at a time on a free device, from before the request is sent to when a follower receives that it runs. */
async function starts({ lab }: BenchLab, { quick, say }: Setting): Promise<readonly Figure[]> {
  say('submitting one job at a time to a free device');
  const watch = new JobWatch(lab);
  const running = new Latencies();
  const over = new Latencies();
  const bare = new Latencies();
  await sleep(500);
  for (let round = 0; round < (quick ? 5 : 60); round += 1) {
    const begin = performance.now();
    const id = await submit(lab, { command: [COMMAND], gpus: { count: 1 } });
    const started = await watch.until(id, 'runStarted');
    const ended = await watch.until(id, 'succeeded');
    const spawning = performance.now();
    await bareRun();
    if (round > 0) {
      running.add(started - begin);
      over.add(ended - begin);
      bare.add(performance.now() - spawning);
    }
    await sleep(50);
  }
  watch.close();
  return [
    {
      name: 'start.p50',
      what: 'submitJob sent, to its follower hearing that the process runs, on a free device',
      unit: 'ms',
      value: running.at(0.5),
      floor: bare.at(0.5),
      floorIs: 'the same process spawned by hand, to its end',
      target: TARGET_START_MS,
      better: 'lower',
      beside: { 'p99, ms': running.at(0.99), 'to its end, p50, ms': over.at(0.5) },
    },
  ];
}

async function finishes(bench: BenchLab, { quick, say }: Setting): Promise<readonly Figure[]> {
  const { lab } = bench;
  const jobs = quick ? 50 : 600;
  const hostId = await untilOnline(lab.admin.api);
  await lab.admin.api.do(
    'updateHost',
    { hostId, cpuLimits: { training: SLOTS, inference: SLOTS } },
    'host { id }',
  );
  say(`running ${jobs} trivial jobs, ${SLOTS} at once`);
  const bare = await rate(jobs, () => inFlight(SLOTS, jobs, bareRun));
  const meter = new CpuMeter(pidsOf(bench.platform));
  const finished = await meter.during(() =>
    rate(jobs, async () => {
      await inFlight(16, jobs, () => submit(lab, { command: [COMMAND] }));
      await untilNoneIsLeft(bench);
    }),
  );
  return [
    {
      name: 'finished.rate',
      what: `trivial jobs submitted, run by the agent as real processes, and recorded as succeeded`,
      unit: 'jobs/s',
      value: finished,
      floor: bare,
      floorIs: 'the same processes spawned by hand, as many at once',
      better: 'higher',
      beside: perRequest(meter, jobs),
    },
  ];
}

async function bareRun(): Promise<void> {
  await once(spawn(COMMAND, { stdio: 'ignore' }), 'exit');
}

async function untilNoneIsLeft({ lab }: BenchLab): Promise<void> {
  for (;;) {
    const { jobs } = await lab.ada.api.ask<{ jobs: Nodes<{ state: string }> }>(
      '{ jobs(states: [SUBMITTED, QUEUED, PLACED, RUNNING], first: 1) { edges { node { state } } } }',
    );
    if (nodesOf(jobs).length === 0) break;
    await sleep(50);
  }
  const { jobs } = await lab.ada.api.ask<{ jobs: Nodes<{ state: string; message: string }> }>(
    '{ jobs(states: [FAILED, CANCELLED, TIMED_OUT], first: 1) { edges { node { state message } } } }',
  );
  const [other] = nodesOf(jobs);
  if (other) throw new Error(`a job ended otherwise: ${other.state}, ${other.message}`);
}

export const runRow: Row = { name: 'run', measures: 'starting and finishing real processes', run: measure };

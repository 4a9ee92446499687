import { setTimeout as sleep } from 'node:timers/promises';
import { submit } from '@berth/tests/platform/jobs';
import type { Figure, Row, Setting } from '../figure.js';
import { EventStream } from '../load/event-streams.js';
import { freshToken, startLab } from './bench-lab.js';
import { printing } from './printing-job.js';
import { pidsOf, pssMb } from './processes.js';

const STREAMS = 1_000;
const LINES = 500;
const LINES_A_SECOND = 25;
/** Opened side by side: a client that opens all at once measures its own backlog. */
const AT_ONCE = 50;
const FOLLOW = 'subscription ($id: ID!) { jobLogs(job: $id) { lines { text } } }';
const TIMEOUT_MS = 180_000;

/** All follow one job; each must get every line of it. */
async function measure(setting: Setting): Promise<readonly Figure[]> {
  const { quick, say } = setting;
  const count = quick ? 100 : STREAMS;
  say('starting a platform');
  const bench = await startLab(setting.folder('streams'));
  const streams: EventStream[] = [];
  try {
    const { lab, platform } = bench;
    const token = await freshToken(bench);
    const [program, ...args] = printing(LINES, LINES_A_SECOND);
    const memory = (): number => pssMb(pidsOf(platform).get('gateway') ?? 0);
    const before = memory();
    const id = await submit(lab, { command: [program, ...args] });
    const body = JSON.stringify({ query: FOLLOW, variables: { id } });
    say(`opening ${count} streams on a job that prints ${LINES} lines`);
    while (streams.length < count) {
      const batch = Array.from(
        { length: Math.min(AT_ONCE, count - streams.length) },
        () => new EventStream(platform.url, token, body, '"text":'),
      );
      streams.push(...batch);
      await Promise.all(batch.map((stream) => stream.open));
    }
    const opened = memory();
    const done = Promise.all(streams.map((stream) => stream.ended));
    const late = sleep(TIMEOUT_MS, 'late', { ref: false });
    if ((await Promise.race([done, late])) === 'late')
      throw new Error('the streams did not come to their end');
    const after = memory();
    const whole = streams.filter(({ found }) => found === LINES).length;
    return [
      {
        name: 'streams.whole',
        what: `streams of ${count} over SSE that got every one of ${LINES} lines`,
        unit: 'streams',
        value: whole,
        target: count,
        better: 'higher',
      },
      {
        name: 'streams.memory',
        what: 'memory of the gateway for one of them, at their end',
        unit: 'kB',
        value: ((after - before) * 1000) / count,
        better: 'lower',
        beside: { 'gateway before, MB': before, 'with all open, MB': opened, 'at their end, MB': after },
      },
    ];
  } finally {
    for (const stream of streams) stream.close();
    await bench.stop();
  }
}

export const streamsRow: Row = {
  name: 'streams',
  measures: 'following one job over many streams',
  run: measure,
};

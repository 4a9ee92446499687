import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { eventually } from '@berth/testing/eventually';
import { JOB_FOLDER } from './platform/job-folder.js';
import { createLab, logIn, nodesOf, untilOnline, type Lab, type Nodes } from './platform/lab.js';
import {
  chargesOf,
  historyOf,
  jobOf,
  linesOf,
  metricsOf,
  script,
  submit,
  untilState,
} from './platform/jobs.js';
import { Platform } from './platform/platform.js';

jest.setTimeout(240_000);

const RECIPE = fileURLToPath(new URL('../../recipes/train-digits/dist/main.js', import.meta.url));

describe('the main job', () => {
  let platform: Platform;
  let lab: Lab;

  beforeAll(async () => {
    platform = await Platform.start();
    lab = await createLab(platform, { approval: true });
  });
  afterAll(() => platform.stop());

  it('is submitted, approved, run, followed, billed and listed', async () => {
    const { admin, ada } = lab;
    const command = [process.execPath, RECIPE, '--epochs', '2', '--hidden-units', '16'];
    const id = await submit(lab, { name: 'train-digits', command });
    const waiting = await jobOf(ada.api, id);
    assert.equal(waiting.state, 'AWAITING_APPROVAL');
    assert.deepEqual(
      waiting.pending?.reasons.map(({ code, kind }) => [code, kind]),
      [['AWAITING_APPROVAL', 'WAITING']],
    );
    assert.match(waiting.pending?.reasons[0]?.message ?? '', /approv/);

    await admin.api.do('approveJob', { jobId: id, reason: 'go on' }, 'job { state }');
    const metrics = await metricsOf(ada.api, id);
    assert.deepEqual(
      metrics.map(({ epoch }) => epoch),
      [1, 2],
    );
    assert.ok((metrics.at(-1)?.['val_acc'] ?? 0) > 0.5, JSON.stringify(metrics));
    const lines = await linesOf(ada.api, id);
    assert.match(lines.at(-1) ?? '', /saved the model/);
    const done = await untilState(ada.api, id, ['SUCCEEDED']);
    assert.deepEqual(
      done.runs.map(({ number, outcome }) => [number, outcome]),
      [[1, 'SUCCEEDED']],
    );

    const charge = await eventually(
      async () => {
        const [first, ...more] = await chargesOf(ada.api, id);
        assert.ok(first?.to);
        assert.deepEqual(more, []);
        return first;
      },
      { timeoutMs: 20_000 },
    );
    // 3,600 an hour is 1 a second, and a second is counted to the millisecond
    assert.ok(Math.abs(charge.amountMicros - charge.seconds * 1_000_000) <= 1_000, JSON.stringify(charge));

    const history = await historyOf(ada.api, id);
    assert.deepEqual(
      history.map(({ type, who }) => [type.split('.')[2], who]),
      [
        ['submitted', 'ada'],
        ['approved', 'root'],
        ['queued', 'root'],
        ['placed', 'system'],
        ['runStarted', 'agent'],
        ['runEnded', 'agent'],
        ['succeeded', 'agent'],
      ],
    );
    assert.deepEqual(
      history.map(({ recordedAt }) => recordedAt),
      history.map(({ recordedAt }) => recordedAt).sort(),
    );
  });

  it('loses no line, and doubles none, when the agent is killed while it prints', async () => {
    const { admin, ada } = lab;
    const copies = join(JOB_FOLDER, 'copies');
    const count = 20_000;
    const id = await submit(
      lab,
      script(
        `import { appendFileSync } from 'node:fs';
         appendFileSync(process.argv[1], process.pid + '\\n');
         for (let line = 1; line <= ${count}; line += 1) {
           process.stdout.write(line + ' ' + 'x'.repeat(line % 50) + '\\n');
           if (line % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 100));
         }`,
        copies,
      ),
    );
    await admin.api.do('approveJob', { jobId: id }, 'job { state }');
    await untilState(ada.api, id, ['RUNNING']);
    for (let kills = 0; kills < 2; kills += 1) {
      await sleep(700);
      await platform.killAndWait('agent');
    }
    const lines = await linesOf(ada.api, id);
    const done = await untilState(ada.api, id, ['SUCCEEDED']);
    assert.equal(done.runs.length, 1);
    assert.deepEqual(
      lines,
      Array.from({ length: count }, (_, index) => `${index + 1} ${'x'.repeat((index + 1) % 50)}`),
    );
    assert.equal(readFileSync(copies, 'utf8').trim().split('\n').length, 1);
  });

  it('is queued again by an orderly stop, and goes on at the next start', async () => {
    const marker = join(JOB_FOLDER, 'ran-before');
    const id = await submit(
      lab,
      script(
        `import { existsSync, writeFileSync } from 'node:fs';
         console.log(existsSync(process.argv[1]) ? 'second' : 'first');
         if (existsSync(process.argv[1])) process.exit(0);
         writeFileSync(process.argv[1], '');
         setTimeout(() => {}, 600_000);`,
        marker,
      ),
    );
    await lab.admin.api.do('approveJob', { jobId: id }, 'job { state }');
    await eventually(() => assert.ok(existsSync(marker)), { timeoutMs: 20_000 });

    await platform.stop();
    platform = await Platform.start({ data: platform.data });
    const ada = await logIn(platform, 'ada');
    await untilOnline(ada.api);
    const done = await untilState(ada.api, id, ['SUCCEEDED']);
    assert.deepEqual(
      done.runs.map(({ number, outcome }) => [number, outcome]),
      [
        [1, 'PREEMPTED'],
        [2, 'SUCCEEDED'],
      ],
    );
    assert.deepEqual(await linesOf(ada.api, id), ['first', 'second']);
    const { jobs } = await ada.api.ask<{ jobs: Nodes<{ id: string }> }>('{ jobs { edges { node { id } } } }');
    assert.equal(nodesOf(jobs).length, 3);
  });
});

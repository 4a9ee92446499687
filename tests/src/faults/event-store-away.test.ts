import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { SERVICES } from '@berth/contracts/services';
import type { ServerVersion } from '@berth/kurrentdb-standin';
import { eventually } from '@berth/testing/eventually';
import { jobOf } from '../platform/jobs.js';
import { createLab } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';
import { StandInProcess } from '../platform/stand-in-process.js';
import { Journal, everyJob } from './journal.js';
import { logOf } from './log-of.js';

const AWAY_MS = [500, 2_000, 4_000];
const UNDER_LOAD_MS = 1_500;
const AT_ONCE = 16;
/** The adapter is back within a second; the rest is for a busy machine. */
const VIEW_TIMEOUT_MS = 5_000;
/** The stand-in does what was seen of real servers of these versions, and is no proof of them. */
for (const version of ['22.10', '25.0'] as const satisfies ServerVersion[]) {
  it(`keeps what was acknowledged while the event store (${version}) was killed and away, and says so once`, async () => {
    const server = new StandInProcess(version);
    await server.start();
    onTestEnd(() => server.kill());
    const env = { BERTH_EVENT_STORE: server.url };
    const platform = await Platform.startFor({ env, simulateGpus: 2 });
    const lab = await createLab(platform);
    const roomy = { poolId: lab.pool, maxQueuedPerUser: 1_000_000, name: 'roomy' };
    await lab.admin.api.do('updatePool', roomy, 'pool { id }');
    const job = { project: lab.project, pool: roomy.name, command: ['true'], gpus: { count: 1 } };
    // the scheduler receives events in their order: when it has the new name, it has the rest
    await eventually(() => lab.ada.api.do('submitJob', { ...job, name: 'the first' }, 'job { id }'), {
      timeoutMs: 10_000,
    });
    const journal = new Journal(lab.ada.api, job);
    const over = new AbortController();
    onTestEnd(() => over.abort());
    const names: string[] = [];
    const lags: number[] = [];
    let stopped = false;
    const untilOver = function* () {
      for (; !stopped; names.push(`job-${names.length}`)) yield `job-${names.length}`;
    };
    const loaded = new Date().toISOString();
    const submitting = journal.submit(untilOver(), AT_ONCE, over.signal);
    for (const awayMs of AWAY_MS) {
      await sleep(UNDER_LOAD_MS);
      await server.kill();
      await sleep(awayMs);
      await server.start();
      const acknowledged = journal.acknowledged.size;
      await eventually(() => assert.ok(journal.acknowledged.size > acknowledged), { timeoutMs: 5_000 });
      const newest = [...journal.acknowledged.values()].at(-1) ?? '';
      const back = performance.now();
      await eventually(() => jobOf(lab.admin.api, newest), { timeoutMs: VIEW_TIMEOUT_MS, everyMs: 50 });
      lags.push(Math.round(performance.now() - back));
    }
    stopped = true;
    await submitting;
    console.log(
      `${journal.acknowledged.size} jobs in ${journal.tries} tries, seen ${lags.join(', ')} ms after the store was back`,
    );

    assert.deepEqual(journal.refused, []);
    await eventually(
      async () => {
        const there = await everyJob(lab.ada.api);
        const wrong = [...journal.acknowledged].filter(([name, id]) => there.get(name)?.join() !== id);
        assert.equal(
          wrong.length,
          0,
          `${wrong[0]?.join()} is there as ${there.get(wrong[0]?.[0] ?? '')?.join()}`,
        );
      },
      { timeoutMs: VIEW_TIMEOUT_MS },
    );
    assert.ok(journal.tries > journal.acknowledged.size, 'nothing was refused');
    for (const service of SERVICES) {
      const troubled = logOf(platform, service).filter(({ level, time }) => level >= 40 && time > loaded);
      const unsaid = troubled.filter(({ part }) => part === undefined);
      assert.equal(unsaid.length, 0, `${service} said more than that its store was away: ${unsaid[0]?.msg}`);
      // each of reading and writing: once when it begins, and once when it is over
      assert.ok(troubled.length <= 4 * AWAY_MS.length, `${service} said ${troubled.length} lines`);
    }
    const said = logOf(platform, 'scheduler').map(({ msg }) => msg);
    assert.ok(said.some((msg) => /^the event store cannot be written: .+/.test(msg)));
    assert.ok(
      said.some((msg) =>
        /^the event store can be written again after [\d.]+ s; \d+ attempts? failed/.test(msg),
      ),
    );
  }, 180_000);
}

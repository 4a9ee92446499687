import assert from 'node:assert/strict';
import { it } from '@jest/globals';
import { onTestEnd, skipTest } from '@berth/testing/test-end';
import type { EventStore, RecordedEvent } from '@berth/event-store';
import { openKurrentEventStore } from '@berth/event-store-kurrentdb';
import { eventually } from '@berth/testing/eventually';
import { jobOf } from '../platform/jobs.js';
import { copySettings, SupervisedProcess } from '../platform/supervised-process.js';
import { createLab } from '../platform/lab.js';
import { startOnSharedStores } from '../platform/shared-stores.js';
import { verifyCalendars, type CalendarReport } from './verify-calendars.js';
import { Journal } from './journal.js';

const GPUS = 4;
const AT_FIRST = 24;
const LATER = 24;
/**
 * The leadership expires after 6 s and is checked every 2 s; half of what agents send is lost on the frozen one till
 * then.
 */
const TAKEOVER_TIMEOUT_MS = 30_000;

async function calendarOf(store: EventStore): Promise<CalendarReport> {
  const events: RecordedEvent[] = [];
  const filter = { streamPrefixes: ['calendar:'] };
  for await (const page of store.readAll({ filter })) events.push(...page);
  return verifyCalendars(events);
}

it('a scheduler that was frozen while it placed jobs does no harm', async () => {
  const started = await startOnSharedStores({ simulateGpus: GPUS });
  if ('unavailable' in started) skipTest(`no MongoDB: ${started.unavailable}`);
  const { platform, env } = started;
  const lab = await createLab(platform);
  const other = await SupervisedProcess.start(platform, {
    name: 'scheduler-2',
    folder: 'services/scheduler',
    settings: copySettings(platform, 'scheduler', env),
  });
  const store = await openKurrentEventStore({ url: env.BERTH_EVENT_STORE, service: 'scheduler' });
  onTestEnd(() => store.close());
  const leased = async () => (await calendarOf(store)).leases.length;

  const job = { project: lab.project, command: ['sleep', '0.1'], gpus: { count: 1 } };
  const journal = new Journal(lab.ada.api, job);
  const timeout = AbortSignal.timeout(120_000);
  const names = Array.from({ length: AT_FIRST + LATER }, (_, index) => `job-${index}`);
  await journal.submit(names.slice(0, AT_FIRST), 8, timeout);
  await eventually(async () => assert.ok((await leased()) > GPUS), { timeoutMs: 30_000, everyMs: 10 });

  const first = platform.pidOf('scheduler') ?? 0;
  assert.ok(!other.isReady, 'both serve');
  process.kill(first, 'SIGSTOP');
  const frozenAt = performance.now();
  const before = await leased();
  assert.ok(before < AT_FIRST, 'it had nothing left to place');
  const submitting = journal.submit(names.slice(AT_FIRST), 4, timeout);
  await eventually(async () => assert.ok((await leased()) > before + GPUS), {
    timeoutMs: TAKEOVER_TIMEOUT_MS,
  });
  console.log(`the other was placing ${Math.round(performance.now() - frozenAt)} ms after the freeze`);

  process.kill(first, 'SIGCONT');
  const gone = () => assert.notEqual(platform.pidOf('scheduler'), first);
  await eventually(gone, { timeoutMs: 20_000 });
  await submitting;
  assert.deepEqual(journal.refused, []);
  const acknowledged = [...journal.acknowledged.values()];
  assert.equal(acknowledged.length, names.length);
  await eventually(
    async () => {
      const jobs = await Promise.all(acknowledged.map((id) => jobOf(lab.ada.api, id)));
      assert.deepEqual(
        jobs.filter(({ state }) => state !== 'SUCCEEDED'),
        [],
      );
    },
    { timeoutMs: 60_000, everyMs: 500 },
  );

  const verdict = await eventually(
    async () => {
      const calendar = await calendarOf(store);
      assert.equal(calendar.open, 0);
      return calendar;
    },
    { timeoutMs: 10_000 },
  );
  assert.deepEqual(verdict.violations, []);
  assert.equal(new Set(verdict.leases.map(({ jobId }) => jobId)).size, names.length);
  assert.ok(other.isReady && other.ends === 0, 'the one that took over has ended');
}, 180_000);

import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { systemClock } from '@berth/kernel/clock';
import { idFromName } from '@berth/kernel/ids';
import { Aggregates } from '@berth/service-host/aggregates';
import { createLogger } from '@berth/service-host/log';
import { aMeta } from '@berth/service-host/testing/commands';
import { openTestStore } from '@berth/service-host/testing/stores';
import { eventually } from '@berth/testing/eventually';
import { calendarDecider } from '../calendar/calendar.decider.js';
import { Facts } from '../facts/facts.js';
import { jobDecider } from '../jobs/job/job.decider.js';
import { Policies } from '../queue/policy/policies.js';
import { ReconciledHosts } from './reconciled-hosts.js';
import { Placer } from './placer.js';
import { DirtyPools } from '../queue/waiting/dirty-pools.js';
import { JobQueueIndex } from '../queue/waiting/job-queue-index.js';
import { calendarStream, jobStream } from '../streams.js';
import {
  aDevice,
  aHost,
  aQueuedJob,
  aSubmission,
  NOW,
  poolId,
  projectId,
  userId,
  knowMember,
} from '../testing/fixtures.js';
import { ordersOf } from '../testing/placement.fixtures.js';
import { QuotaGates } from '../queue/quota/pass-quotas.js';
import { Quotas, type QuotaDocument } from '../queue/quota/quotas.js';

const JOBS = Array.from({ length: 8 }, (_, index) => idFromName('job', String(index)));
const host = aHost(
  'one',
  Array.from({ length: 8 }, (_, index) => aDevice(index)),
);
const base = { limits: { gpus: 3 }, borrow: false, setAt: NOW };
const ofProject = { ...base, quotaId: 'Q', userId: null, projectId, poolId };
const everywhere = { ...base, quotaId: 'Q', userId, projectId: null, poolId: null };

/** Instances of a scheduler that plan from the same log. */
async function aPool(quota: QuotaDocument) {
  const store = await openTestStore();
  for (const jobId of JOBS) {
    const jobs = new Aggregates(store, jobDecider);
    assert.ok((await jobs.execute(jobStream(jobId), aSubmission({ jobId }), aMeta())).ok);
  }
  const copy = async () => {
    const queueIndex = new JobQueueIndex(() => 0);
    for (const jobId of JOBS) queueIndex.apply(aQueuedJob(jobId));
    const facts = new Facts();
    knowMember(facts);
    facts.apply('facts-hosts', [{ id: host.hostId, before: undefined, after: host }]);
    const grant = { grantId: 'G', userId, projectId: null, poolId, deviceUuid: null, priority: 1 };
    const after = { ...grant, timeMultiplier: 1, maxHours: 1 };
    facts.apply('facts-grants', [{ id: 'G', before: undefined, after }]);
    const reconciledHosts = new ReconciledHosts();
    reconciledHosts.markReconciled(host.hostId);
    const quotas = new Quotas({});
    const page = { items: [{ id: quota.quotaId, document: quota, cursor: '' }], hasMore: false };
    await quotas.table.fill({ collection: () => ({ query: async () => page }) } as never);
    const calendars = new Aggregates(store, calendarDecider);
    const log = createLogger('test', 'silent');
    const gates = new QuotaGates(quotas, calendars, facts);
    const decides = { orders: ordersOf(queueIndex), policies: new Policies(), quotas: gates };
    const dirtyPools = new DirtyPools(() => queueIndex.pools);
    const placer = new Placer({
      queueIndex,
      dirtyPools,
      facts,
      reconciledHosts,
      // what is queued does not change here
      untilIndexed: async () => true,
      calendars,
      clock: systemClock,
      log,
      ...decides,
    });
    const stop = new AbortController();
    const running = placer.run(stop.signal);
    const close = async () => {
      stop.abort();
      await running;
    };
    onTestEnd(close);
    return { mark: () => dirtyPools.mark(poolId), close };
  };
  const leased = async () => (await store.read(calendarStream(poolId))).length;
  return { store, copy, leased };
}

describe('quotas and two placers at once', () => {
  for (const [what, quota] of [
    ['in a pool', ofProject],
    ['over all pools', everywhere],
  ] as const) {
    it(`are kept ${what}, though both plan before either has placed`, async () => {
      const { store, copy, leased } = await aPool(quota);
      const placers = [await copy(), await copy()];
      const release = store.hold();
      for (const placer of placers) placer.mark();
      await eventually(() => assert.ok(store.appends >= JOBS.length + 2));
      release();
      await eventually(async () => assert.equal(await leased(), 3));
      for (const placer of placers) placer.mark();
      await Promise.all(placers.map((placer) => placer.close()));
      assert.equal(await leased(), 3);
    });
  }
});

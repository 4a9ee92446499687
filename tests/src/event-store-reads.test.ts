import assert from 'node:assert/strict';
import { it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { SERVICES } from '@berth/contracts/services';
import { Log, startStandIn } from '@berth/kurrentdb-standin';
import { eventually } from '@berth/testing/eventually';
import { Journal } from './faults/journal.js';
import { submit, untilState } from './platform/jobs.js';
import { createLab } from './platform/lab.js';
import { Platform } from './platform/platform.js';

const JOBS = 100;

/** Counted on the stand-in, which does not prove what a real server sends. */
it('reads each event of a service once, and none of others, when all are live', async () => {
  const log = new Log();
  const server = await startStandIn({ log });
  onTestEnd(() => server.close());
  const platform = await Platform.startFor({
    env: { BERTH_EVENT_STORE: server.url },
    simulateGpus: 2,
  });
  const lab = await createLab(platform);
  const job = { project: lab.project, command: ['true'], gpus: { count: 1 } };
  await untilState(lab.ada.api, await submit(lab, job), ['SUCCEEDED']);

  const writtenBy = (service: string) =>
    log.all.filter(({ stream }) => stream.startsWith(`${service}-`)).length;
  const sentTo = (service: string) => {
    const connection = `berth-${service}`;
    return {
      own: server.traffic.sent({ connection, kind: 'subscription', prefix: `${service}-` }),
      all: server.traffic.sent({ connection, kind: 'subscription' }),
      // From the log's end back, where what others have written comes along.
      looked: server.traffic.sent({ connection, kind: 'readAll' }),
    };
  };
  const count = () =>
    SERVICES.map((service) => ({ service, written: writtenBy(service), ...sentTo(service) }));
  const before = count();
  const journal = new Journal(lab.ada.api, job);
  const names = Array.from({ length: JOBS }, (_, index) => `job-${index}`);
  await journal.submit(names, 8, AbortSignal.timeout(60_000));
  await eventually(
    () => {
      const since = count().map(({ service, written, own, all, looked }, index) => ({
        service,
        written: written - (before[index]?.written ?? 0),
        own: own - (before[index]?.own ?? 0),
        others: all - own - (before[index]?.all ?? 0) + (before[index]?.own ?? 0),
        looked: looked - (before[index]?.looked ?? 0),
      }));
      assert.deepEqual(
        since,
        since.map((each) => ({ ...each, own: each.written, others: 0, looked: 0 })),
      );
      const scheduler = since.find(({ service }) => service === 'scheduler');
      assert.ok((scheduler?.written ?? 0) >= 2 * JOBS, 'too little was written to count');
    },
    { timeoutMs: 20_000, everyMs: 100 },
  );
}, 120_000);

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { SERVICES } from '@berth/contracts/services';
import { Log, startStandIn, type StandIn } from '@berth/kurrentdb-standin';
import { eventually } from '@berth/testing/eventually';
import { submit, untilState } from './platform/jobs.js';
import { foundLab } from './platform/lab.js';
import { Platform } from './platform/platform.js';

const JOBS = 40;

/** Events of each service that were sent to followers, and by reads of the whole log. */
function sentSoFar({ traffic }: StandIn): ReadonlyMap<string, { followed: number; looked: number }> {
  const sent = SERVICES.map((service) => {
    const prefix = `${service}-`;
    const followed = traffic.sent({ kind: 'subscription', prefix });
    return [service, { followed, looked: traffic.sent({ kind: 'readAll', prefix }) }] as const;
  });
  return new Map(sent);
}

/** Fourteen parts of the scheduler follow its log, and as many as are live share one subscription of the server's. */
it(
  'reads each event of a service once, and none of others, when all are live',
  { timeout: 240_000 },
  async (context) => {
    const log = new Log();
    const standIn = await startStandIn({ log });
    context.after(() => standIn.close());
    const platform = await Platform.startFor(context, {
      simulateGpus: 2,
      env: { BERTH_EVENT_STORE: standIn.url },
    });
    const lab = await foundLab(platform);
    await untilState(lab.ada.api, await submit(lab, { command: ['true'] }), ['succeeded']);
    const quiet = async (): Promise<number> => {
      let before = -1;
      return eventually(
        () => {
          const now = log.all.length;
          const settled = now === before;
          before = now;
          assert.ok(settled, 'more is being recorded');
          return now;
        },
        { timeoutMs: 30_000, everyMs: 1_500 },
      );
    };
    const first = await quiet();
    const before = sentSoFar(standIn);
    for (let n = 0; n < JOBS; n += 1)
      await untilState(lab.ada.api, await submit(lab, { command: ['true'] }), ['succeeded']);
    const last = await quiet();
    const after = sentSoFar(standIn);

    const rows = SERVICES.map((service) => {
      const recorded = log.all
        .slice(first, last)
        .filter(({ stream }) => stream.startsWith(`${service}-`)).length;
      const { followed = 0, looked = 0 } = after.get(service) ?? {};
      const { followed: had = 0, looked: saw = 0 } = before.get(service) ?? {};
      return { service, recorded, followed: followed - had, looked: looked - saw };
    });
    context.diagnostic(JSON.stringify(rows));
    for (const { service, recorded, followed } of rows) assert.equal(followed, recorded, service);
    assert.ok((rows.find(({ service }) => service === 'scheduler')?.recorded ?? 0) >= JOBS * 6);
  },
);

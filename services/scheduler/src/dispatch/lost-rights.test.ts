import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { newId } from '@berth/kernel/ids';
import type { Identity } from '@berth/service-host/operation';
import { eventually } from '@berth/testing/eventually';
import { projectId, userId } from '../testing/fixtures.js';
import { aGrant, aUser, type ForeignEvent } from '../testing/foreign-events.js';
import { aHost, WAIT_OPTIONS } from '../testing/one-host.js';

describe('grants that end while a job waits', () => {
  it('keep it from being placed until there is one again', async () => {
    const { hear, agent, submit, until, untilReasons } = await aHost();
    const running = await submit();
    await until(running, 'running', 1);
    const waiting = await submit();
    const [grant] = await hear(aGrant({ deviceUuid: 'GPU-other' }));
    await hear({ type: 'inventory.grant.revoked.v1', data: { grantId: grantIdOf(aGrant()) } });
    await hear({ type: 'inventory.grant.revoked.v1', data: { grantId: String(grant!.data['grantId']) } });
    await untilReasons(waiting, 'SUBMITTER_NOT_ALLOWED', 'DEVICES_BUSY');
    agent.finishAll();
    await until(running, 'succeeded', 1);
    await untilReasons(waiting, 'SUBMITTER_NOT_ALLOWED');
    await hear(aGrant({ priority: 0 }));
    await until(waiting, 'running', 1);
  });
});

describe('people who may hold nothing any more while their job waits', () => {
  const gone: readonly (readonly [string, ForeignEvent, ForeignEvent | undefined, RegExp])[] = [
    [
      'suspended, until they are active again',
      { type: 'auth.user.suspended.v1', data: { userId } },
      { type: 'auth.user.activated.v1', data: { userId } },
      /^the account of its submitter is suspended/,
    ],
    [
      'removed from the project, until they are added again',
      { type: 'auth.project.memberRemoved.v1', data: { projectId, userId } },
      { type: 'auth.project.memberAdded.v1', data: { projectId, userId, memberRole: 'member' } },
      /^its submitter has left the project/,
    ],
    [
      'deleted',
      { type: 'auth.user.deleted.v1', data: { userId } },
      undefined,
      /^the account of its submitter is deleted/,
    ],
  ];
  for (const [what, event, back, why] of gone) {
    it(`get no device: ${what}`, async () => {
      const { world, hear, agent, submit, until } = await aHost();
      const operator: Identity = { kind: 'user', userId: newId(), role: 'operator' };
      const running = await submit();
      await until(running, 'running', 1);
      const waiting = await submit();
      await hear(event);
      agent.finishAll();
      await eventually(async () => {
        const [job] = await world.views.byIds(operator, [running]);
        assert.equal(job?.state, 'succeeded');
        const [view] = await world.pending.pending(operator, [waiting]);
        assert.deepEqual(
          view?.reasons.map(({ code }) => code),
          ['SUBMITTER_NOT_ALLOWED'],
        );
        assert.match(view?.reasons[0]?.message ?? '', why);
      }, WAIT_OPTIONS);
      // a placement was requested when the device became free, and again at each change of a fact
      await hear(aUser(newId()));
      const [job] = await world.views.byIds(operator, [waiting]);
      assert.deepEqual([job?.state, job?.runs.length], ['queued', 0]);
      if (!back) return;
      await hear(back);
      await until(waiting, 'running', 1);
    });
  }
});

const grantIdOf = (event: ForeignEvent): string => String((event.data as { grantId?: string }).grantId);

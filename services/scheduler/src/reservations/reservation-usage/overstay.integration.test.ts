import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { mapAccount } from '@berth/contracts/scheduler/accounts';
import { setPolicy } from '@berth/contracts/scheduler/policy';
import { releaseReservation, reservationsByIdQuery, reserve } from '@berth/contracts/scheduler/reservations';
import { idFromName } from '@berth/kernel/ids';
import { aGrant, aProject, aUser } from '../../testing/foreign-events.js';
import { userId } from '../../testing/fixtures.js';
import { Installation } from '../../testing/installation.js';

jest.setTimeout(60_000);

const grace = idFromName('user', 'grace');
let berth: Installation;
beforeAll(async () => {
  berth = await Installation.start();
  await berth.hear(aUser(grace));
  await berth.hear(aProject(idFromName('project', 'grace'), 'hers', grace));
});
afterAll(() => berth.stop());

const BY_OPERATOR = { role: 'operator' } as const;
const bookNow = (project: string) => ({
  project,
  pool: 'left',
  gpus: {},
  from: new Date().toISOString(),
  durationMinutes: 60,
});

describe('what people leave on devices that others have reserved', () => {
  it('is ended by the agent, and shown to whoever left it', async () => {
    const { agent, poolId } = await berth.aHost('left');
    await berth.hear(aGrant({ poolId, grantId: idFromName('grant', 'left', 'grace'), userId: grace }));
    await berth.eventually(async () => {
      const policy = {
        pool: 'left',
        reservations: { noShowMinutes: 0, endOverstay: 'jobsAndProcesses' },
      } as const;
      assert.ok((await berth.ask(setPolicy, policy, BY_OPERATOR)).ok);
    });
    const account = { hostId: agent.hostId, userId, account: 'ada' };
    assert.ok((await berth.ask(mapAccount, account, BY_OPERATOR)).ok);
    const [first] = await berth.done(reserve, bookNow('vision'));
    assert.ok(first);
    await berth.done(releaseReservation, { reservationId: first.id });
    agent.script.ending = { ...agent.script.ending, signalled: [7] };
    await berth.eventually(async () => {
      const reply = await berth.others.ask([grace, 'member'], reserve, bookNow('hers'));
      assert.ok(reply.ok, reply.ok ? '' : reply.error.message);
    });
    const outcomes = async () => {
      const [view] = await berth.done(reservationsByIdQuery, { ids: [first.id] });
      return view?.overstays?.map(({ outcome, processes, killed }) => [outcome, processes, killed]);
    };
    await berth.eventually(async () => assert.deepEqual(await outcomes(), [['signalled', 1, 0]]));
    assert.deepEqual(agent.script.ended[0], {
      reservationId: first.id,
      deviceUuids: ['GPU-left-0'],
      accounts: ['ada'],
      graceSeconds: 30,
    });
    agent.script.ending = { signalled: [], ended: [7], killed: [7], denied: [], known: true };
    await berth.eventually(async () =>
      assert.deepEqual(await outcomes(), [
        ['signalled', 1, 0],
        ['ended', 1, 1],
      ]),
    );
    assert.deepEqual((await berth.history('reservation', first.id)).slice(-2), [
      'reservationOverstayed',
      'reservationOverstayed',
    ]);
  });
});

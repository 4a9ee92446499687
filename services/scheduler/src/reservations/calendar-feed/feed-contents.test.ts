import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import { idFromName } from '@berth/kernel/ids';
import { foldBatch } from '@berth/read-models';
import { eventsFrom, memoryReadModels, survivesReplay } from '@berth/read-models/testing';
import { Facts } from '../../facts/facts.js';
import { Visibility } from '../../facts/visibility.js';
import { aDevice, aHost, LATER, NOW, poolId, projectId, userId } from '../../testing/fixtures.js';
import { feedReservationsView } from './feed-reservations.view.js';
import { FeedContentsQuery } from './feed-contents.js';
import type { FeedDocument } from './feeds.view.js';

const grace = idFromName('user', 'grace');
const elsewhere = idFromName('project', 'elsewhere');
const host = aHost('one', [aDevice(0), aDevice(1)]);
const device = (index: number) => ({
  hostId: host.hostId,
  uuid: `one/GPU-${index}`,
  index,
  model: 'Tesla T4',
  simulated: false,
});
const until = '2026-01-05T12:00:00.000Z';
const ids = (name: string, whose = userId, project = projectId) => ({
  reservationId: idFromName('reservation', name),
  poolId,
  projectId: project,
  userId: whose,
});
const reserved = (whose: ReturnType<typeof ids>, index: number, title: string): CalendarEvent => ({
  type: 'scheduler.calendar.reserved.v1',
  data: {
    ...whose,
    from: LATER,
    until,
    devices: [device(index)],
    title,
    sharedWithProject: false,
    grantPriority: 1,
    reservedAt: NOW,
  },
});
const ended = (
  whose: ReturnType<typeof ids>,
  cause: 'cancelled' | 'released' | 'completed',
  endedAt: string,
): CalendarEvent => ({
  type: 'scheduler.calendar.reservationEnded.v1',
  data: { ...whose, from: LATER, until, cause, started: cause !== 'cancelled', endedAt },
});
const [own, theirs, hidden] = [ids('own'), ids('theirs', grace, elsewhere), ids('hidden', grace, elsewhere)];

async function aWorld(...events: readonly CalendarEvent[]) {
  const readModels = memoryReadModels();
  const collection = readModels.collection(feedReservationsView.collection);
  await foldBatch(feedReservationsView, collection as never, eventsFrom(events));
  const facts = new Facts();
  const know = (table: string, id: string, after: object) =>
    facts.apply(table, [{ id, before: undefined, after: after as never }]);
  const grant = { poolId, projectId: null, priority: 1, timeMultiplier: 1, maxHours: 48 };
  know('facts-users', userId, { userId, status: 'active', role: 'member' });
  know('facts-pools', poolId, { poolId, name: 'lab', approval: false, maxQueuedPerUser: 9 });
  know('facts-hosts', host.hostId, host);
  know('facts-grants', 'ada', { ...grant, grantId: 'ada', userId, deviceUuid: 'one/GPU-0' });
  const query = new FeedContentsQuery(readModels, facts, new Visibility(facts));
  const feed = { feedId: '', userId, createdAt: NOW, revokedAt: null };
  const read = (scope: FeedDocument['scope'], of: string | null = null, now = LATER) =>
    query.of({ ...feed, scope, of }, now);
  return { read, know };
}

describe('what a feed tells', () => {
  it("is one's own reservations, with what became of them", async () => {
    const { read } = await aWorld(
      reserved(own, 0, 'mine'),
      reserved(theirs, 0, 'not mine'),
      reserved(ids('late'), 0, 'given up'),
      ended(ids('late'), 'released', '2026-01-05T11:00:00.000Z'),
      reserved(ids('never'), 0, 'cancelled'),
      ended(ids('never'), 'cancelled', NOW),
      reserved(ids('whole'), 0, 'whole'),
      ended(ids('whole'), 'completed', until),
    );
    const contents = await read('user');
    assert.deepEqual(
      new Map(
        contents?.reservations.map((each) => [each.title, [each.sequence, each.cancelled, each.until]]),
      ),
      new Map<string, unknown>([
        ['mine', [0, false, until]],
        ['given up', [1, false, '2026-01-05T11:00:00.000Z']],
        ['cancelled', [1, true, until]],
        ['whole', [0, false, until]],
      ]),
    );
  });

  it("is of a pool what one's grant shows, without others' business", async () => {
    const { read } = await aWorld(
      reserved(own, 0, 'mine'),
      reserved(theirs, 0, 'secret'),
      reserved(hidden, 1, 'on a device without a grant'),
      reserved(ids('given up', grace, elsewhere), 0, 'given up'),
      ended(ids('given up', grace, elsewhere), 'cancelled', NOW),
    );
    const contents = await read('pool', poolId);
    const known = contents?.reservations.map(({ reservationId }) => reservationId);
    assert.ok(known?.includes(own.reservationId));
    assert.ok(!known?.includes(theirs.reservationId));
    assert.deepEqual(await read('pool', poolId), contents);
    assert.deepEqual(contents?.reservations.map(({ visible, title }) => [visible, title]).sort(), [
      [false, undefined],
      [true, 'mine'],
    ]);
    assert.equal((await read('device', 'one/GPU-0'))?.name, 'one cuda:0');
    assert.equal(await read('device', 'one/GPU-1'), undefined);
  });

  it('ends with what let its owner see it', async () => {
    const { read, know } = await aWorld(reserved(own, 0, 'mine'));
    know('facts-users', userId, { userId, status: 'suspended', role: 'member' });
    assert.equal(await read('user'), undefined);
    know('facts-users', userId, { userId, status: 'active', role: 'member' });
    assert.equal((await read('user'))?.reservations.length, 1);
    know('facts-grants', 'ada', { grantId: 'ada', userId: grace, projectId: null, poolId, deviceUuid: null });
    assert.equal(await read('pool', poolId), undefined);
  });

  it('forgets after a month', async () => {
    const { read } = await aWorld(reserved(own, 0, 'mine'));
    assert.equal((await read('user', null, '2026-02-04T11:00:00.000Z'))?.reservations.length, 1);
    assert.equal((await read('user', null, '2026-02-05T11:00:00.000Z'))?.reservations.length, 0);
  });

  it('is the same however often events come', async () => {
    const events = [reserved(own, 0, 'mine'), reserved(theirs, 1, 'x'), ended(own, 'released', LATER)];
    await survivesReplay(feedReservationsView, eventsFrom(events), memoryReadModels());
  });
});

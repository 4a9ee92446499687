import assert from 'node:assert/strict';
import { describe, it, jest } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import type { Api } from './platform/api.js';
import { script, submit, untilState } from './platform/jobs.js';
import { createLab, nodesOf, register, untilOnline, type Lab, type Nodes } from './platform/lab.js';
import { Platform } from './platform/platform.js';

jest.setTimeout(240_000);

interface Reservation {
  readonly id: string;
  readonly state: string;
  readonly endReason: string | null;
  readonly connection:
    | readonly {
        readonly hostname: string;
        readonly addresses: readonly string[];
        readonly account: string;
      }[]
    | null;
}

const WAIT_OPTIONS = { timeoutMs: 30_000, everyMs: 100 };
const RESERVATION = 'id state endReason connection { hostname addresses account }';

const reservationOf = async (api: Api, id: string): Promise<Reservation | null> =>
  (
    await api.ask<{ reservation: Reservation | null }>(
      `query ($id: ID!) { reservation(id: $id) { ${RESERVATION} } }`,
      { id },
    )
  ).reservation;
const reservationsOf = async (api: Api): Promise<Reservation[]> =>
  nodesOf(
    (
      await api.ask<{ reservations: Nodes<Reservation> }>(
        `{ reservations { edges { node { ${RESERVATION} } } } }`,
      )
    ).reservations,
  );

/** @param noShowMinutes 0: no check */
const setNoShowMinutes = ({ admin, pool }: Lab, noShowMinutes: number) =>
  admin.api.do(
    'setPolicy',
    { pool, reservations: { noShowMinutes, offerMinutes: 5 } },
    'policy { reservations { noShowMinutes } }',
  );

/** Ada's reservation of the only device, asked for and approved together with a job. */
async function approvedReservation(lab: Lab): Promise<Reservation> {
  const { admin, ada, project, pool } = lab;
  const job = await submit(lab, script(';'));
  await ada.api.do(
    'requestGpus',
    { project, pool, gpus: { count: 1 }, durationMinutes: 30, reason: 'to look at it by hand' },
    'request { id }',
  );
  const ids = await eventually(async () => {
    const { requests } = await admin.api.ask<{ requests: Nodes<{ id: string }> }>(
      '{ requests { edges { node { id } } } }',
    );
    assert.equal(requests.edges.length, 2);
    return nodesOf(requests).map(({ id }) => id);
  }, WAIT_OPTIONS);
  const { decisions } = await admin.api.do<{ decisions: readonly { done: boolean }[] }>(
    'decideRequests',
    { ids, decision: 'APPROVE', reason: 'go ahead' },
    'decisions { done }',
  );
  assert.deepEqual(decisions, [{ done: true }, { done: true }]);
  await untilState(ada.api, job, ['SUCCEEDED']);
  return eventually(async () => {
    const active = (await reservationsOf(ada.api)).find(({ state }) => state === 'ACTIVE');
    assert.ok(active);
    return active;
  }, WAIT_OPTIONS);
}

describe('reservations on real processes', () => {
  it('approves one, releases what is unused for the next in the queue, and shows that in a feed', async () => {
    const platform = await Platform.startFor({ simulateGpus: 1 });
    const lab = await createLab(platform, { approval: true });
    const { admin, ada, pool } = lab;
    const grace = await register(platform, 'grace');
    const { project } = await admin.api.do<{ project: { id: string } }>(
      'createProject',
      { name: 'letters', leadId: grace.id },
      'project { id }',
    );
    await admin.api.do('createGrant', { userId: grace.id, poolId: pool }, 'grant { id }');
    await setNoShowMinutes(lab, 0);
    const hostId = await untilOnline(admin.api);
    await admin.api.do('mapAccount', { hostId, userId: ada.id, account: 'nobody' }, 'account { __typename }');

    const { id } = await approvedReservation(lab);
    await eventually(async () => {
      const [at] = (await reservationOf(ada.api, id))?.connection ?? [];
      assert.ok(at && at.hostname !== '' && Array.isArray(at.addresses));
      assert.equal(at.account, 'nobody');
    }, WAIT_OPTIONS);
    assert.equal((await reservationOf(grace.api, id))?.connection ?? null, null);

    // in a pool that asks for approval, one asks for devices instead
    await admin.api.do('updatePool', { poolId: pool, approval: false }, 'pool { id }');
    const { entry } = await eventually(
      () =>
        grace.api.do<{ entry: { id: string } }>(
          'joinWaitlist',
          { project: project.id, pool, gpus: { count: 1 }, durationMinutes: 30 },
          'entry { id }',
        ),
      WAIT_OPTIONS,
    );
    await setNoShowMinutes(lab, 0.05);
    await eventually(async () => {
      const ended = await reservationOf(ada.api, id);
      assert.equal(ended?.state, 'NO_SHOW');
      assert.match(ended.endReason ?? '', /no job of its holder ran/);
    }, WAIT_OPTIONS);
    await setNoShowMinutes(lab, 0);
    const { history } = await ada.api.ask<{ history: Nodes<{ type: string; actor: unknown }> }>(
      'query ($id: ID!) { history(id: $id, first: 100) { edges { node { type actor { __typename } } } } }',
      { id },
    );
    assert.ok(nodesOf(history).length > 1 && nodesOf(history).every(({ actor }) => actor));

    const offerId = await eventually(async () => {
      const { waitlist } = await grace.api.ask<{
        waitlist: { entries: readonly { id: string; offer: { id: string } | null }[] };
      }>('query ($pool: String!) { waitlist(pool: $pool) { entries { id offer { id } } } }', { pool });
      const offer = waitlist.entries.find((waiting) => waiting.id === entry.id)?.offer;
      assert.ok(offer);
      return offer.id;
    }, WAIT_OPTIONS);
    await grace.api.do('acceptOffer', { entryId: entry.id, offerId }, 'reservationId');
    await eventually(
      async () => assert.ok((await reservationsOf(grace.api)).some(({ state }) => state === 'ACTIVE')),
      WAIT_OPTIONS,
    );

    const { feed, url } = await grace.api.do<{ feed: { id: string }; url: string }>(
      'createCalendarFeed',
      { scope: 'USER' },
      'feed { id } url',
    );
    const at = new URL(new URL(url, platform.url).pathname, platform.url);
    const etag = await eventually(async () => {
      const served = await fetch(at);
      assert.equal(served.status, 200);
      assert.match(await served.text(), /BEGIN:VEVENT/);
      return served.headers.get('etag') ?? '';
    }, WAIT_OPTIONS);
    assert.equal((await fetch(at, { headers: { 'if-none-match': etag } })).status, 304);
    await grace.api.do('revokeCalendarFeed', { feedId: feed.id }, 'feed { id }');
    await eventually(async () => assert.equal((await fetch(at)).status, 404), WAIT_OPTIONS);
  });
});

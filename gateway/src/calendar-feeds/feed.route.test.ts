import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import ICAL from 'ical.js';
import {
  createCalendarFeed,
  feedContentsQuery,
  type FeedReservation,
} from '@berth/contracts/scheduler/calendar-feeds';
import { idFromName } from '@berth/kernel/ids';
import { reject } from '@berth/kernel/rejection';
import type { Gateway } from '../gateway.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { TestClient, startTestGateway } from '../testing/test-client.js';
import { toICalendar } from './i-calendar.js';

jest.setTimeout(60_000);

const reservationId = idFromName('reservation', 'feed');
const secret = 'a'.repeat(64);
const aReservation = (change: Partial<FeedReservation> = {}): FeedReservation => ({
  reservationId,
  sequence: 0,
  from: '2026-03-01T08:00:00.000Z',
  until: '2026-03-01T10:30:00.000Z',
  cancelled: false,
  createdAt: '2026-02-01T00:00:00.000Z',
  updatedAt: '2026-02-02T00:00:00.000Z',
  pool: 'lab',
  devices: [{ host: 'gpu-1', index: 0, model: 'NVIDIA A100' }],
  visible: true,
  title: 'Ablation; with commas, and a title that is so long that its line has to be folded: 学習',
  ...change,
});

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;
let reservations: readonly FeedReservation[] = [aReservation()];
beforeAll(async () => {
  platform = await StandInPlatform.start();
  gateway = await startTestGateway(platform, { BERTH_ANONYMOUS_RATE_LIMIT_PER_MINUTE: '200' });
  client = new TestClient(gateway);
  platform.answer(feedContentsQuery, (input) => {
    assert.deepEqual(input, { secretHash: hash('sha256', secret) });
    return { name: 'lab', reservations };
  });
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});

const get = (path = `/calendar/${secret}.ics`, init: RequestInit = {}) => client.send(path, init);
const eventsIn = (text: string) =>
  new ICAL.Component(ICAL.parse(text) as never)
    .getAllSubcomponents('vevent')
    .map((event) => new ICAL.Event(event));

describe('a calendar at a secret address', () => {
  it('is iCalendar that other programs read, in UTC, with lines that are folded and end in CRLF', async () => {
    const { status, headers, body } = await get();
    assert.equal(status, 200);
    assert.equal(headers.get('content-type'), 'text/calendar; charset=utf-8');
    const lines = (body as string).split('\r\n');
    assert.ok(!lines.some((line) => line.includes('\n')), 'no bare LF');
    assert.ok(lines.every((line) => Buffer.byteLength(line) <= 75));
    assert.ok(lines.some((line) => line.startsWith(' ')));
    const [event, ...others] = eventsIn(body as string);
    assert.equal(others.length, 0);
    assert.equal(event?.uid, `${reservationId}@berth`);
    assert.equal(event?.summary, `${aReservation().title} (1 GPU)`);
    assert.equal(event?.startDate.toJSDate().toISOString(), '2026-03-01T08:00:00.000Z');
    assert.equal(event?.endDate.toString(), '2026-03-01T10:30:00Z');
    assert.match(event?.description ?? '', /gpu-1 cuda:0 \(NVIDIA A100\)/);
  });

  it('tells of changes under the same name, and of what was cancelled', () => {
    const text = toICalendar({ name: 'x', reservations: [aReservation({ sequence: 3, cancelled: true })] });
    const [event] = eventsIn(text);
    assert.deepEqual(
      [event?.uid, event?.sequence, event?.component.getFirstPropertyValue('status')],
      [`${reservationId}@berth`, 3, 'CANCELLED'],
    );
  });

  it("keeps others' business to itself", () => {
    const { title: _, ...untitled } = aReservation({ visible: false });
    const text = toICalendar({ name: 'x', reservations: [untitled] });
    assert.equal(eventsIn(text)[0]?.summary, '1 GPU reserved');
  });

  it('is not sent again while it has not changed', async () => {
    const first = await get();
    const etag = first.headers.get('etag') ?? '';
    assert.match(etag, /^"[0-9a-f]{32}"$/);
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await get(undefined, { headers: { 'if-none-match': tag } });
      assert.deepEqual([again.status, again.body, again.headers.get('etag')], [304, '', etag]);
    }
    reservations = [aReservation({ sequence: 1 })];
    const changed = await get(undefined, { headers: { 'if-none-match': etag } });
    assert.equal(changed.status, 200);
    assert.notEqual(changed.headers.get('etag'), etag);
  });

  it('is nothing where there is no such secret, whatever it looks like', async () => {
    platform.refuse(feedContentsQuery, reject('NOT_FOUND', 'there is no such calendar'));
    const paths = [
      `${'b'.repeat(64)}.ics`,
      'short.ics',
      '',
      `${secret}`,
      `${secret}.ics/more`,
      '..%2fgraphql',
    ];
    for (const path of paths) {
      const { status, body } = await get(`/calendar/${path}`);
      assert.equal(status, 404, path);
      assert.equal(body.detail, 'not found: no such path');
      assert.ok(!JSON.stringify(body).includes(secret));
    }
    assert.equal((await get('/calendar')).status, 404);
  });

  it('answers GET and HEAD only, and says when the platform is away', async () => {
    assert.equal((await get(undefined, { method: 'POST' })).status, 405);
    platform.answer(feedContentsQuery, () => ({ name: 'lab', reservations }));
    const head = await get(undefined, { method: 'HEAD' });
    assert.deepEqual([head.status, head.body], [200, '']);
    platform.refuse(feedContentsQuery, reject('UNAVAILABLE', 'not now'));
    assert.equal((await get()).status, 503);
  });

  it('is shown with its URL once', async () => {
    platform.answer(createCalendarFeed, () => ({
      feed: { id: reservationId, scope: 'user' as const, createdAt: '2026-02-01T00:00:00.000Z' },
      secret,
    }));
    const token = await platform.issuer.token();
    const { createCalendarFeed: made } = await client
      .as(token)
      .data(
        `mutation { createCalendarFeed(input: {scope: USER}) { ... on CreateCalendarFeedSuccess { url } } }`,
      );
    assert.equal(made.url, `${gateway.url}/calendar/${secret}.ics`);
  });

  it('is asked for as often as others may ask, and no more', async () => {
    const statuses = await Promise.all(Array.from({ length: 200 }, async () => (await get()).status));
    assert.ok(statuses.includes(429));
  });
});

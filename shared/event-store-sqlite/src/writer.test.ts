import assert from 'node:assert/strict';
import { it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { WrongExpectedRevisionError } from '@berth/event-store';
import { aNewEvent } from '@berth/event-store/testing';
import { openSqliteEventStore } from './index.js';
import { temporaryPath } from './testing/temporary-store.js';

it('takes a stream that it knows nothing of for new only if it is', async () => {
  const path = temporaryPath();
  const event = aNewEvent();
  const before = await openSqliteEventStore({ path });
  const first = await before.append('job:1', [event, aNewEvent()], 'noStream');
  await before.close();

  const store = await openSqliteEventStore({ path });
  onTestEnd(() => store.close());
  const [again, other, beside] = await Promise.allSettled([
    store.append('job:1', [event], 'noStream'),
    store.append('job:1', [aNewEvent(), aNewEvent()], 'noStream'),
    store.append('job:2', [aNewEvent()], 'noStream'),
  ]);
  assert.deepEqual(again, { status: 'fulfilled', value: { revision: 0, position: '00000000000000000001' } });
  assert.ok(other.status === 'rejected' && other.reason instanceof WrongExpectedRevisionError);
  assert.equal(beside.status, 'fulfilled');
  assert.equal((await store.read('job:1')).length, first.revision + 1);
  assert.deepEqual(await store.verify(), { events: 3, position: '00000000000000000003' });
});

import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { isWrongExpectedRevision } from '../errors.js';
import type { EventStore } from '../event-store.js';
import { aNewEvent, newEvents } from './builders.js';
import { collectAll, type WithStore } from './harness.js';

const APPENDERS = 64;
const STREAMS = 4;
const EVENTS_EACH = 3;

/** Reads the head, appends behind it, and tries again on a conflict, as a command handler does. */
async function appendInTurn(store: EventStore, stream: string, id: string): Promise<void> {
  for (let attempt = 0; attempt < APPENDERS * EVENTS_EACH; attempt += 1) {
    const [last] = await store.read(stream, { direction: 'backwards', limit: 1 });
    try {
      await store.append(stream, [aNewEvent({ id })], last === undefined ? 'noStream' : last.revision);
      return;
    } catch (error) {
      if (!isWrongExpectedRevision(error)) throw error;
    }
  }
  throw new Error(`no turn for ${id} on ${stream}`);
}

export function raceContract(withStore: WithStore): void {
  describe('appends at once', () => {
    it(
      'lets one of two racing appends win; the other fails alone',
      withStore(async ({ store }) => {
        await store.append('job:1', newEvents(1), 'noStream');
        const outcomes = await Promise.allSettled([
          store.append('job:1', newEvents(2), 0),
          store.append('job:1', newEvents(2), 0),
          store.append('job:2', newEvents(1), 'noStream'),
        ]);
        const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
        assert.equal(refused.length, 1);
        assert.ok(isWrongExpectedRevision(refused[0]?.reason));
        assert.equal((await store.read('job:1')).length, 3);
        assert.equal((await store.read('job:2')).length, 1);
      }),
    );

    it(
      'takes appends to one stream in the order they were made',
      withStore(async ({ store }) => {
        const results = await Promise.all(
          Array.from({ length: 100 }, (_, index) => store.append('job:1', newEvents(1), index - 1)),
        );
        assert.deepEqual(
          results.map((result) => result.revision),
          Array.from({ length: 100 }, (_, index) => index),
        );
      }),
    );

    it(
      `loses nothing and leaves no gap with ${APPENDERS} appenders on ${STREAMS} streams`,
      withStore(async ({ store }) => {
        const ids: string[] = [];
        await Promise.all(
          Array.from({ length: APPENDERS }, async (_, appender) => {
            for (let turn = 0; turn < EVENTS_EACH; turn += 1) {
              const { id } = aNewEvent();
              ids.push(id);
              await appendInTurn(store, `job:${appender % STREAMS}`, id);
            }
          }),
        );
        const all = await collectAll(store);
        assert.deepEqual(all.map((event) => event.id).sort(), ids.sort());
        for (let stream = 0; stream < STREAMS; stream += 1) {
          const events = await store.read(`job:${stream}`);
          assert.equal(events.length, (APPENDERS / STREAMS) * EVENTS_EACH);
          assert.ok(events.every((event, index) => event.revision === index));
          assert.deepEqual(
            all.filter((event) => event.stream === `job:${stream}`),
            events,
          );
        }
      }),
    );
  });
}

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from '@jest/globals';
import { eventCatalogue } from '@berth/contracts/catalogue';
import { upcast } from '@berth/contracts/upcast';
import type { RecordedEvent } from '@berth/event-store';
import { foldBatch } from '@berth/read-models';
import { memoryReadModels } from '@berth/read-models/testing';
import { deciders } from './golden/deciders.js';
import { views } from './golden/views.js';

/**
 * Events as earlier versions recorded them, one file a service and version; they are only ever added to. This version
 * must still understand each, fold every stream, and project it.
 */
const GOLDEN = new URL('../golden/', import.meta.url);

const recorded = readdirSync(GOLDEN).map((file) => ({
  file,
  service: file.split('.')[0] ?? '',
  events: (JSON.parse(readFileSync(new URL(file, GOLDEN), 'utf8')) as RecordedEvent[]).map((event) =>
    upcast(event),
  ),
}));

for (const { file, events } of recorded) {
  describe(`the golden events of ${file}`, () => {
    it('are valid by the catalogue', () => {
      for (const { type, data } of events) {
        const definition = eventCatalogue.find((each) => each.type === type);
        assert.ok(definition, `${type} is not in the catalogue and has no upcaster`);
        const parsed = definition.schema.safeParse(data);
        assert.ok(parsed.success, `${type}: ${parsed.error?.message}`);
      }
    });

    it('fold into a state, stream by stream', () => {
      for (const [stream, own] of Map.groupBy(events, (event) => event.stream)) {
        const decider = deciders[stream.split(':')[0] ?? ''];
        assert.ok(decider, `no aggregate folds ${stream}`);
        own.reduce((state, event) => decider.evolve(state, event), decider.initialState);
      }
    });
  });
}

for (const [service, projections] of Object.entries(views)) {
  describe(`the golden events of ${service}, of all versions`, () => {
    for (const view of projections) {
      it(`are projected by ${view.name}`, async () => {
        let written = 0;
        for (const { events } of recorded.filter((each) => each.service === service)) {
          const collection = memoryReadModels().collection(view.collection);
          const { failure, changes } = await foldBatch(view, collection, events);
          assert.equal(failure, undefined);
          written += changes.length;
        }
        assert.ok(written > 0, 'nothing came of them');
      });
    }
  });
}

describe('the catalogue of events', () => {
  it('has each of its events in some golden file, so that later versions are held to it', () => {
    const golden = new Set(recorded.flatMap(({ events }) => events.map(({ type }) => type)));
    const forgotten = eventCatalogue.map(({ type }) => type).filter((type) => !golden.has(type));
    assert.deepEqual(forgotten, []);
  });

  it('has an aggregate that folds the events of each entity', () => {
    const entities = new Set(eventCatalogue.map(({ type }) => type.split('.')[1] ?? ''));
    assert.deepEqual(
      [...entities].filter((entity) => !deciders[entity]),
      [],
    );
  });
});

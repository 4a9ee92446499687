import assert from 'node:assert/strict';
import type { JsonObject } from '@berth/kernel/json';
import type { RecordedEvent } from '@berth/event-store';
import type { Projection } from '../projection.js';
import { eventsFrom, type TestEvent } from './harness.js';

/** `given(projection).events(...).expectDocument(id, document)`: no store, no clock, nothing to wait for. */
export const given = <D extends JsonObject>(projection: Projection<D>): ProjectionScenario<D> =>
  new ProjectionScenario(projection, []);

class ProjectionScenario<D extends JsonObject> {
  constructor(
    private readonly projection: Projection<D>,
    private readonly recordedEvents: readonly RecordedEvent[],
  ) {}

  events(...events: readonly TestEvent[]): ProjectionScenario<D> {
    const further = eventsFrom(events, this.recordedEvents.length + 1);
    return new ProjectionScenario(this.projection, [...this.recordedEvents, ...further]);
  }

  expectDocument(id: string, expected: D): this {
    assert.deepEqual(this.#fold(id), JSON.parse(JSON.stringify(expected)));
    return this;
  }

  expectNoDocument(id: string): this {
    assert.equal(this.#fold(id), undefined);
    return this;
  }

  /** Over the last event the projection would halt. */
  expectUnfoldable(reason: RegExp): this {
    const last = this.recordedEvents.at(-1);
    assert.ok(last, 'no event was given');
    const earlier = new ProjectionScenario(this.projection, this.recordedEvents.slice(0, -1));
    assert.throws(() => {
      for (const id of this.projection.keys(last)) this.projection.evolve(earlier.#document(id), last, id);
    }, reason);
    return this;
  }

  #fold(id: string): unknown {
    const document = this.#document(id);
    return document === undefined ? undefined : JSON.parse(JSON.stringify(document));
  }

  /** Frozen, so that an `evolve` that changes its input fails. */
  #document(id: string): D | undefined {
    let document: D | undefined;
    for (const event of this.recordedEvents) {
      if (this.projection.keys(deepFreeze(event)).includes(id)) {
        document = deepFreeze(this.projection.evolve(document, event, id));
      }
    }
    return document;
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

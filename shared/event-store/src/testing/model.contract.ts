import assert from 'node:assert/strict';
import { it } from '@jest/globals';
import fc from 'fast-check';
import { isWrongExpectedRevision } from '../errors.js';
import type { NewEvent } from '../event.js';
import type { EventStore } from '../event-store.js';
import { newEvents } from './builders.js';
import { collectAll, type WithStore } from './harness.js';

type Step =
  | { readonly kind: 'append'; readonly stream: string; readonly count: number; readonly offset: number }
  | { readonly kind: 'repeat'; readonly which: number; readonly extra: number }
  | { readonly kind: 'reopen' };

const streams = ['job:1', 'job:2', 'calendar:a'];

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      stream: fc.constantFrom(...streams),
      count: fc.integer({ min: 1, max: 4 }),
      /** 0 expects the true revision; others miss it. */
      offset: fc.constantFrom(0, 0, 0, -1, 1, -2),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('repeat' as const),
      which: fc.nat(20),
      extra: fc.constantFrom(0, 0, 1),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'reopen' as const }) },
);

interface Made {
  readonly stream: string;
  readonly events: readonly NewEvent[];
  readonly expected: number;
}

/** What a store must be: a list of ids by stream, and the order of all. */
class Model {
  readonly all: { readonly stream: string; readonly id: string }[] = [];

  ids = (stream: string): string[] => this.all.filter((event) => event.stream === stream).map(({ id }) => id);

  append({ stream, events, expected }: Made): number | 'conflict' {
    const present = this.ids(stream);
    const wanted = events.map(({ id }) => id);
    if (expected === present.length - 1) {
      this.all.push(...wanted.map((id) => ({ stream, id })));
      return expected + wanted.length;
    }
    const there = present.slice(expected + 1, expected + 1 + wanted.length);
    return JSON.stringify(there) === JSON.stringify(wanted) ? expected + wanted.length : 'conflict';
  }
}

async function tryAppend(
  store: EventStore,
  { stream, events, expected }: Made,
): Promise<number | 'conflict'> {
  try {
    return (await store.append(stream, events, expected === -1 ? 'noStream' : expected)).revision;
  } catch (error) {
    if (isWrongExpectedRevision(error)) return 'conflict';
    throw error;
  }
}

function toAppend(
  step: Exclude<Step, { kind: 'reopen' }>,
  model: Model,
  made: readonly Made[],
): Made | undefined {
  if (step.kind === 'append') {
    const expected = Math.max(-1, model.ids(step.stream).length - 1 + step.offset);
    return { stream: step.stream, events: newEvents(step.count), expected };
  }
  const earlier = made[step.which % Math.max(1, made.length)];
  return earlier && { ...earlier, events: [...earlier.events, ...newEvents(step.extra)] };
}

export function modelContract(withStore: WithStore): void {
  it('behaves like its model under any order of appends, repeats, conflicts and restarts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), (steps) =>
        withStore(async ({ store, reopen }) => {
          const model = new Model();
          const made: Made[] = [];
          let current = store;
          for (const next of steps) {
            if (next.kind === 'reopen') {
              current = await reopen();
              continue;
            }
            const append = toAppend(next, model, made);
            if (append === undefined) continue;
            made.push(append);
            assert.equal(await tryAppend(current, append), model.append(append));
          }
          const all = await collectAll(current);
          assert.deepEqual(
            all.map(({ stream, id }) => ({ stream, id })),
            model.all,
          );
          for (const stream of streams) {
            const events = await current.read(stream);
            assert.deepEqual(
              events.map(({ id, revision }) => [id, revision]),
              model.ids(stream).map((id, revision) => [id, revision]),
            );
          }
        })(),
      ),
      { numRuns: 15 },
    );
  });
}

import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { given } from '@berth/service-host/testing';
import { given as givenView } from '@berth/read-models/testing';
import { idFromName } from '@berth/kernel/ids';
import { aSpec, NOW, poolId, projectId, userId } from '../../testing/fixtures.js';
import type { ArrayCommand, SubmitArray, JobArray } from './array.js';
import { arrayDecider } from './array.decider.js';
import { arraysView, toArrayView, type ArrayDocument } from './array.view.js';
import type { ArrayEvent } from '@berth/contracts/scheduler/array';

const arrayId = idFromName('array', 'test');
const ids = { arrayId, projectId };
const array = given(arrayDecider);
const anArray = (size: number, change: Partial<SubmitArray> = {}): SubmitArray => ({
  type: 'submit',
  ...ids,
  userId,
  name: 'sweep',
  job: { poolId, spec: aSpec() },
  size,
  gang: false,
  now: NOW,
  ...change,
});
const end = (index: number, outcome: 'succeeded' | 'failed' | 'cancelled' = 'succeeded'): ArrayCommand => ({
  type: 'endMember',
  index,
  outcome,
  endedAt: NOW,
  now: NOW,
});
const refusal: ArrayCommand = {
  type: 'refuse',
  indexes: [1],
  from: 2,
  code: 'FORBIDDEN',
  message: 'no grant',
  now: NOW,
};
const cancel: ArrayCommand = { type: 'cancel', now: NOW };

function after(...commands: readonly ArrayCommand[]): { state: JobArray; events: ArrayEvent[] } {
  let state: JobArray = arrayDecider.initialState;
  const events: ArrayEvent[] = [];
  for (const command of commands) {
    const decided = arrayDecider.decide(command, state);
    assert.ok(decided.ok, decided.ok ? '' : decided.error.message);
    events.push(...decided.value);
    state = decided.value.reduce<JobArray>((folded, event) => arrayDecider.evolve(folded, event), state);
  }
  return { state, events };
}
const told = (...commands: readonly ArrayCommand[]) => array.events(...after(...commands).events);
const statusAfter = (...commands: readonly ArrayCommand[]) => after(...commands).state.status;

function counts(running: number, ...commands: readonly ArrayCommand[]) {
  let document: ArrayDocument | undefined;
  const { events } = after(...commands);
  const checked = givenView(arraysView).events(...events);
  for (const event of events) document = arraysView.evolve(document, event as never, arrayId);
  assert.ok(document);
  checked.expectDocument(arrayId, document);
  return toArrayView(document, running).counts;
}

describe('an array', () => {
  it('lets all members in at once, and ends with the last', () => {
    assert.equal(statusAfter(anArray(2), end(1)), 'running');
    told(anArray(2), end(1))
      .when(end(0))
      .then(
        {
          type: 'scheduler.array.memberEnded.v1',
          data: { ...ids, index: 0, outcome: 'succeeded', endedAt: NOW },
        },
        { type: 'scheduler.array.ended.v1', data: { ...ids, outcome: 'succeeded', endedAt: NOW } },
      );
  });
  it('lets so many in at a time, each end the next one', () => {
    const two = anArray(4, { maxParallel: 2 });
    told(two)
      .when(end(1))
      .then({
        type: 'scheduler.array.memberEnded.v1',
        data: { ...ids, index: 1, outcome: 'succeeded', next: 2, endedAt: NOW },
      });
    told(two).when(end(2)).nothing();
    told(two, end(1)).when(end(1)).nothing();
    assert.equal(statusAfter(two, end(1), end(0), end(3), end(2)), 'succeeded');
  });
  it('has failed where one has, and was cancelled where somebody wanted that', () => {
    assert.equal(statusAfter(anArray(2), end(0, 'failed'), end(1)), 'failed');
    assert.equal(statusAfter(anArray(2), end(0, 'cancelled'), end(1)), 'cancelled');
    assert.equal(statusAfter(anArray(2), end(0, 'failed'), cancel, end(1, 'cancelled')), 'cancelled');
    assert.equal(statusAfter(anArray(1), cancel, end(0)), 'succeeded');
  });
  it('lets nobody in any more after a refusal, or when it is cancelled', () => {
    const two = anArray(9, { maxParallel: 2 });
    assert.equal(statusAfter(two, refusal), 'running');
    assert.equal(statusAfter(two, refusal, end(0)), 'failed');
    told(two, refusal).when(refusal).nothing();
    assert.equal(statusAfter(two, cancel, end(0, 'cancelled'), end(1)), 'cancelled');
    told(two, cancel).when(cancel).nothing();
    told(two, refusal, end(0)).when(cancel).refused('INVALID_STATE', 'arrayId');
  });
  it('is refused for an own id that the project has already, and must be there', () => {
    told(anArray(1)).when(anArray(1)).refused('ALREADY_EXISTS', 'externalId');
    array.when(cancel).refused('NOT_FOUND', 'arrayId');
  });
  it('of ten thousand is folded in no time', () => {
    const commands = [anArray(10_000), ...Array.from({ length: 10_000 }, (_, index) => end(index))];
    assert.equal(statusAfter(...commands), 'succeeded');
  });
});

describe('the view of arrays', () => {
  const none = { held: 0, waiting: 0, running: 0, succeeded: 0, failed: 0, cancelled: 0, refused: 0 };
  const two = anArray(5, { maxParallel: 2 });
  it('counts members by where they are', () => {
    assert.deepEqual(counts(0, two), { ...none, held: 3, waiting: 2 });
    assert.deepEqual(counts(1, two, end(0), end(1, 'failed')), {
      ...none,
      held: 1,
      waiting: 1,
      running: 1,
      succeeded: 1,
      failed: 1,
    });
    assert.deepEqual(counts(1, two, refusal), { ...none, running: 1, refused: 4 });
    assert.deepEqual(counts(2, two, cancel), { ...none, running: 2, cancelled: 3 });
    assert.deepEqual(counts(0, two, cancel, end(0, 'cancelled'), end(1)), {
      ...none,
      cancelled: 4,
      succeeded: 1,
    });
  });
});

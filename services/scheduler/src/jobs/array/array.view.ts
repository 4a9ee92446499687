import type { ArrayEvent, ArrayState, ArrayView } from '@berth/contracts/scheduler/array';
import { assertNever } from '@berth/kernel/assert-never';
import type { Projection } from '@berth/read-models';
import { firstOf } from './array.js';

/** An array as it is shown, but for what its jobs are doing just now. */
export type ArrayDocument = Omit<ArrayView, 'counts' | 'state'> & {
  readonly state: ArrayState;
  readonly released: number;
  readonly ended: {
    readonly succeeded: number;
    readonly failed: number;
    readonly cancelled: number;
    readonly refused: number;
  };
};

export const arraysView: Projection<ArrayDocument, ArrayEvent> = {
  name: 'arrays',
  version: 1,
  collection: { name: 'arrays', indexes: [] },
  keys: (event) => (event.type.startsWith('scheduler.array.') ? [String(event.data['arrayId'])] : []),
  evolve: (document, event) => evolveArrayDocument(document, event),
};

export function evolveArrayDocument(array: ArrayDocument | undefined, event: ArrayEvent): ArrayDocument {
  if (event.type === 'scheduler.array.submitted.v1') {
    const { arrayId, job, parameters: _, submittedAt, ...rest } = event.data;
    const { env: __, ...shown } = job;
    return {
      ...rest,
      id: arrayId,
      job: shown,
      state: 'running',
      cancelRequested: false,
      released: firstOf(event.data),
      ended: { succeeded: 0, failed: 0, cancelled: 0, refused: 0 },
      createdAt: submittedAt,
    };
  }
  if (!array) throw new Error(`${event.type} on an array that was never submitted`);
  const { size, released, ended } = array;
  switch (event.type) {
    case 'scheduler.array.memberEnded.v1': {
      const { outcome, next } = event.data;
      return {
        ...array,
        released: next === undefined ? released : next + 1,
        ended: { ...ended, [outcome]: ended[outcome] + 1 },
      };
    }
    case 'scheduler.array.refused.v1': {
      const { indexes, from, message } = event.data;
      const refused = ended.refused + indexes.length + Math.max(0, size - from);
      return { ...array, released: size, ended: { ...ended, refused }, message };
    }
    case 'scheduler.array.cancelRequested.v1': {
      const cancelled = ended.cancelled + size - released;
      return { ...array, cancelRequested: true, released: size, ended: { ...ended, cancelled } };
    }
    case 'scheduler.array.ended.v1':
      return { ...array, state: event.data.outcome, endedAt: event.data.endedAt };
    default:
      return assertNever(event);
  }
}

/** @param running jobs of the array that hold devices now */
export function toArrayView({ released, ended, ...array }: ArrayDocument, running: number): ArrayView {
  const over = ended.succeeded + ended.failed + ended.cancelled + ended.refused;
  const unfinished = Math.max(0, released - over);
  const runs = Math.min(running, unfinished);
  return {
    ...array,
    counts: { held: array.size - released, waiting: unfinished - runs, running: runs, ...ended },
  };
}

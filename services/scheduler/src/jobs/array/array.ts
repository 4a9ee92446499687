import type { ArrayEvent } from '@berth/contracts/scheduler/array';
import { assertNever } from '@berth/kernel/assert-never';
import { BucketMap } from '../../calendar/bucket-map.js';

export interface SubmitArray extends Omit<
  Extract<ArrayEvent, { type: 'scheduler.array.submitted.v1' }>['data'],
  'submittedAt'
> {
  readonly type: 'submit';
  readonly now: string;
}

export type ArrayCommand =
  | SubmitArray
  | {
      readonly type: 'endMember';
      readonly index: number;
      readonly outcome: 'succeeded' | 'failed' | 'cancelled';
      readonly endedAt: string;
      readonly now: string;
    }
  | {
      readonly type: 'refuse';
      readonly indexes: readonly number[];
      readonly from: number;
      readonly code: string;
      readonly message: string;
      readonly now: string;
    }
  | { readonly type: 'cancel'; readonly reason?: string; readonly now: string };

type Submitted = Extract<ArrayEvent, { type: 'scheduler.array.submitted.v1' }>['data'];

export type JobArray =
  | { readonly status: 'none' }
  | {
      readonly status: 'running' | 'succeeded' | 'failed' | 'cancelled';
      readonly facts: Submitted;
      /** Members before this one are jobs, or about to be. */
      readonly released: number;
      /** Those of them that have not ended, by index. */
      readonly open: BucketMap<true>;
      readonly failed: boolean;
      readonly anyCancelled: boolean;
      /** No further member becomes a job. */
      readonly halted: boolean;
      readonly cancelRequested: boolean;
    };
export type ExistingArray = Exclude<JobArray, { readonly status: 'none' }>;

export const noArray: JobArray = { status: 'none' };

/** Members that become jobs at once. */
export const firstOf = ({ size, maxParallel = size }: Pick<Submitted, 'size' | 'maxParallel'>): number =>
  Math.min(size, maxParallel);

export function evolveArray(array: JobArray, event: ArrayEvent): JobArray {
  if (event.type === 'scheduler.array.submitted.v1') {
    const released = firstOf(event.data);
    let open = BucketMap.empty<true>();
    for (let index = 0; index < released; index += 1) open = open.set(String(index), true);
    return {
      status: 'running',
      facts: event.data,
      released,
      open,
      failed: false,
      anyCancelled: false,
      halted: false,
      cancelRequested: false,
    };
  }
  if (array.status === 'none') throw new Error(`${event.type} on an array that was never submitted`);
  switch (event.type) {
    case 'scheduler.array.memberEnded.v1': {
      const { index, outcome, next } = event.data;
      const rest = array.open.delete(String(index));
      return {
        ...array,
        open: next === undefined ? rest : rest.set(String(next), true),
        released: next === undefined ? array.released : next + 1,
        failed: array.failed || outcome === 'failed',
        anyCancelled: array.anyCancelled || outcome === 'cancelled',
      };
    }
    case 'scheduler.array.refused.v1': {
      let { open } = array;
      for (const key of refusedOf(array, event.data)) open = open.delete(key);
      return { ...array, open, failed: true, halted: true };
    }
    case 'scheduler.array.cancelRequested.v1': {
      const anyCancelled = array.anyCancelled || array.released < array.facts.size;
      return { ...array, anyCancelled, halted: true, cancelRequested: true };
    }
    case 'scheduler.array.ended.v1':
      return { ...array, status: event.data.outcome };
    default:
      return assertNever(event);
  }
}

/** Keys of open members that a refusal concerns. */
function refusedOf(
  { open }: ExistingArray,
  { indexes, from }: { readonly indexes: readonly number[]; readonly from: number },
): string[] {
  const named = new Set(indexes.map(String));
  return [...open.entries()].flatMap(([key]) => (named.has(key) || Number(key) >= from ? [key] : []));
}

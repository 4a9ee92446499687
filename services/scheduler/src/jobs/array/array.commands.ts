import type { ArrayEvent } from '@berth/contracts/scheduler/array';

type Submitted = Extract<ArrayEvent, { type: 'scheduler.array.submitted.v1' }>['data'];

export interface SubmitArray extends Omit<Submitted, 'submittedAt'> {
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

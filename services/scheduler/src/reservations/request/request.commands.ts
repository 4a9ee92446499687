import type { RequestFacts } from './request.js';

export interface SubmitRequest extends Omit<RequestFacts, 'submittedAt'> {
  readonly type: 'submit';
  readonly approvalRequired: boolean;
  readonly now: string;
}

export type RequestCommand =
  | SubmitRequest
  | { readonly type: 'approve'; readonly reason?: string | undefined; readonly now: string }
  | { readonly type: 'reject'; readonly reason: string; readonly now: string }
  | { readonly type: 'withdraw'; readonly reason?: string | undefined; readonly now: string }
  | { readonly type: 'wait'; readonly entryId: string; readonly now: string }
  | {
      readonly type: 'fulfil';
      readonly reservationId: string;
      readonly from: string;
      readonly until: string;
      readonly now: string;
    }
  | { readonly type: 'close'; readonly reason: string; readonly now: string };

import type { RequestFacts } from './request.js';

export interface SubmitRequest extends Omit<RequestFacts, 'submittedAt'> {
  readonly kind: 'submit';
  readonly approvalRequired: boolean;
  readonly now: string;
}

export type RequestCommand =
  | SubmitRequest
  | { readonly kind: 'approve'; readonly reason?: string | undefined; readonly now: string }
  | { readonly kind: 'reject'; readonly reason: string; readonly now: string }
  | { readonly kind: 'withdraw'; readonly reason?: string | undefined; readonly now: string }
  | { readonly kind: 'wait'; readonly entryId: string; readonly now: string }
  | {
      readonly kind: 'fulfil';
      readonly reservationId: string;
      readonly from: string;
      readonly until: string;
      readonly now: string;
    }
  | { readonly kind: 'close'; readonly reason: string; readonly now: string };

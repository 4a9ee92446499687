import type { Failure } from './failure.js';
import type { AppendRequest, CommitReply } from './writer.js';

/** Requests of the store to its writing thread; each gets one reply, in order. */
export type WriterRequest =
  | { readonly kind: 'commit'; readonly requests: readonly AppendRequest[]; readonly now: string }
  | { readonly kind: 'limit'; readonly bytes: number }
  | { readonly kind: 'close' };

export type WriterReply =
  | { readonly kind: 'opened'; readonly storeId: string; readonly head: number }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'committed'; readonly reply: CommitReply }
  | { readonly kind: 'done' };

import type { ServerResponse } from 'node:http';
import { KeyCounts } from '@berth/kernel/key-counts';
import { reject, type Rejection } from '@berth/kernel/rejection';
import type { Caller } from '../graphql/caller.js';

export interface OpenStream {
  /** Aborts when the stream must end. */
  readonly signal: AbortSignal;
  /** Why, once it has aborted; nothing where the reader is gone or the gateway stops. */
  readonly refusal: Rejection | undefined;
  close(): void;
}

interface Entry {
  readonly caller: Caller;
  readonly end: (refusal?: Rejection) => void;
}

const EXPIRED = reject(
  'UNAUTHENTICATED',
  'the access token has expired; go on after the last cursor with a new one',
  undefined,
  { reason: 'expired' },
);

/** Streams that are open: each lives until its reader goes, its token expires or its session ends. */
export class OpenStreams {
  readonly #entries = new Set<Entry>();
  /** By user. */
  readonly #held = new KeyCounts();

  /** @param most beyond which none is opened */
  constructor(
    private readonly most: number,
    private readonly nowMs: () => number = Date.now,
  ) {}

  get count(): number {
    return this.#entries.size;
  }

  /** Undefined where there are too many, in all or of one caller, who must leave room for others. */
  open(response: ServerResponse, caller: Caller): OpenStream | undefined {
    const userId = caller.kind === 'known' ? caller.identity.userId : undefined;
    const held = userId === undefined ? 0 : this.#held.of(userId);
    if (this.#entries.size >= this.most || held >= this.most / 2) return undefined;
    const controller = new AbortController();
    let refusal: Rejection | undefined;
    const end = (why?: Rejection): void => {
      if (controller.signal.aborted) return;
      refusal = why;
      controller.abort();
    };
    const entry: Entry = { caller, end };
    const expiry =
      caller.kind === 'known' ? setTimeout(() => end(EXPIRED), caller.expiresAt - this.nowMs()) : undefined;
    const close = (): void => {
      clearTimeout(expiry);
      response.off('close', gone);
      if (this.#entries.delete(entry) && userId !== undefined) this.#held.remove(userId);
    };
    const gone = (): void => {
      end();
      close();
    };
    response.once('close', gone);
    this.#entries.add(entry);
    if (userId !== undefined) this.#held.add(userId);
    // It was gone before.
    if (response.destroyed) gone();
    return {
      signal: controller.signal,
      get refusal() {
        return refusal;
      },
      close,
    };
  }

  /** Ends the streams of callers that may not go on. */
  endWhere(refusalOf: (caller: Caller) => Rejection | undefined): void {
    for (const { caller, end } of this.#entries) {
      const refusal = refusalOf(caller);
      if (refusal) end(refusal);
    }
  }

  endAll(): void {
    for (const { end } of this.#entries) end();
  }
}

/** Settings of the generator's process. */
export interface LoadOrder {
  readonly port: number;
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  /** Sent in turn, over and over. */
  readonly bodies: readonly string[];
  /** GET instead of POST: what is asked for in turn, below `path`. */
  readonly paths?: readonly string[];
  readonly connections: number;
  /** Ends after so long, or after so many requests. */
  readonly seconds?: number;
  readonly requests?: number;
  /** What every answer must contain; anything else ends the run with an error. */
  readonly expect: string;
  /** Pattern whose first group is collected from the answers, so many times at most. */
  readonly collect?: { readonly pattern: string; readonly most: number };
}

export interface LoadOutcome {
  readonly requests: number;
  readonly seconds: number;
  /** Of each request, in milliseconds. */
  readonly latencies: readonly number[];
  readonly collected: readonly string[];
  /** CPU time of the generator itself, in seconds. */
  readonly ownCpu: number;
}

export type LoadMessage =
  | { readonly kind: 'outcome'; readonly outcome: LoadOutcome }
  | { readonly kind: 'failed'; readonly message: string };

/** How `berth` ends. Scripts rely on these: docs/cli.md has them as a table. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  refused: 3,
  notLoggedIn: 4,
  notFound: 5,
  conflict: 6,
  unreachable: 7,
  notDone: 8,
  /** Of `run` and `wait`: the job was stopped at its time limit, as timeout(1) has it. */
  jobTimedOut: 124,
  /** Of `run` and `wait`, whose other codes are the job's own. */
  berthFailed: 125,
  detached: 130,
} as const;

/** By the code of a refusal; any other one is "refused". */
const BY_CODE: { readonly [code: string]: number } = {
  UNAUTHENTICATED: EXIT.notLoggedIn,
  NOT_FOUND: EXIT.notFound,
  ALREADY_EXISTS: EXIT.conflict,
  INVALID_STATE: EXIT.conflict,
  IDEMPOTENCY_KEY_REUSED: EXIT.conflict,
  QUOTA_EXCEEDED: EXIT.conflict,
  QUEUE_FULL: EXIT.conflict,
  RESERVATION_CONFLICT: EXIT.conflict,
  RATE_LIMITED: EXIT.unreachable,
  UNAVAILABLE: EXIT.unreachable,
  VIEW_BEHIND: EXIT.unreachable,
};

export const exitCodeOf = (code: string | undefined, status = 400): number =>
  (code === undefined ? undefined : BY_CODE[code]) ?? (status >= 500 ? EXIT.unreachable : EXIT.refused);

import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import { ENDING_MS, noticeMs, type PlacementRequest, type Window } from './placement-request.js';
import type { Candidate } from './planned.js';
import type { Windows } from './windows.js';

/** After so long a candidate's run may be preempted, in ms; null: never. */
export function yieldsAfterMs(
  { preemptible = false, grantPriority }: Pick<Candidate, 'preemptible' | 'grantPriority'>,
  { preemption: { mode, minimumRunMinutes } }: PoolPolicy,
): number | null {
  const yields = preemptible || (mode === 'lowerClass' && grantPriority > 0);
  return yields ? minimumRunMinutes * 60_000 : null;
}

/** The requests of candidates, one object for all equal ones; and which of them must wait. */
export class PlacementRequests {
  readonly #requests = new Map<string, PlacementRequest>();
  readonly #reported = new Set<string>();
  readonly #waitsFrom = new Map<string, number>();
  /** Numbers of the demands' keys, which are long. */
  readonly #demands = new Map<string, number>();
  #last: { readonly candidate: Candidate; readonly waitKey: string } | undefined;

  constructor(
    private readonly policy: PoolPolicy,
    private readonly windows: Windows,
  ) {}

  of(candidate: Candidate, window?: Window): PlacementRequest {
    const { timeoutMinutes } = candidate;
    const key = `${this.#keyOf(candidate)} ${timeoutMinutes} ${window?.reservationId ?? ''}`;
    return this.#known(key, () => {
      const request = placementRequestOf(candidate, this.policy, window);
      if (window || !this.windows.isHolder(candidate)) return request;
      const alike = `${this.#keyWithout(candidate)} ${timeoutMinutes} `;
      return {
        ...request,
        withoutOwnReservation: this.#known(alike, () => ({ ...request, userId: '', projectId: '' })),
      };
    });
  }

  #known(key: string, make: () => PlacementRequest): PlacementRequest {
    let request = this.#requests.get(key);
    if (!request) this.#requests.set(key, (request = make()));
    return request;
  }

  /** An equal request for as long or longer must wait, too: free capacity only shrinks in a pass. */
  mustWait(candidate: Candidate): boolean {
    const least = this.#waitsFrom.get(this.#waitKeyOf(candidate));
    return least !== undefined && candidate.timeoutMinutes >= least;
  }

  /** Whether an equal request, for as long, was found to have to wait. */
  isReported(candidate: Candidate): boolean {
    return this.#reported.has(`${this.#waitKeyOf(candidate)} ${candidate.timeoutMinutes}`);
  }

  markWaiting(candidate: Candidate): void {
    const key = this.#waitKeyOf(candidate);
    this.#reported.add(`${key} ${candidate.timeoutMinutes}`);
    const least = this.#waitsFrom.get(key) ?? Infinity;
    this.#waitsFrom.set(key, Math.min(least, candidate.timeoutMinutes));
  }

  /** Called several times in a row for one candidate. */
  #waitKeyOf(candidate: Candidate): string {
    if (this.#last?.candidate === candidate) return this.#last.waitKey;
    const { others = [], reservationId = '' } = candidate;
    const waitKey = `${this.#keyOf(candidate)} ${reservationId} ${others.length + 1}`;
    this.#last = { candidate, waitKey };
    return waitKey;
  }

  /** All that determines when something is free for a candidate, except for how long it needs it. */
  #keyOf(candidate: Candidate): string {
    const { userId, projectId } = candidate;
    return this.#keyWithout(candidate, this.windows.isHolder(candidate) ? `${userId} ${projectId}` : '');
  }

  #keyWithout({ demand, preemptible = false, grantPriority }: Candidate, holder = ''): string {
    let number = this.#demands.get(demand.key);
    if (number === undefined) this.#demands.set(demand.key, (number = this.#demands.size));
    return `${number} ${preemptible ? 'p' : ''}${grantPriority} ${holder}`;
  }
}

/** The demands of a candidate on time. */
export function placementRequestOf(
  { demand, userId, projectId, grantPriority, ...rest }: Candidate,
  policy: PoolPolicy,
  window?: Window,
): PlacementRequest {
  const { preemptible = false, timeoutMinutes } = rest;
  return {
    demand,
    userId,
    projectId,
    lengthMs: timeoutMinutes * 60_000 + ENDING_MS,
    yieldsAfterMs: yieldsAfterMs({ preemptible, grantPriority }, policy),
    noticeMs: noticeMs(policy.preemption.graceSeconds),
    preemptible,
    grantPriority,
    window,
  };
}

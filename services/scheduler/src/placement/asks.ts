import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import { ENDING_MS, noticeMs, type Ask, type Window } from './ask.js';
import type { Candidate } from './candidate.js';
import type { Windows } from './windows.js';

/** After so long a candidate's run may be ended for others, in ms; null: never. */
export function yieldsAfterMs(
  { preemptible = false, grantPriority }: Pick<Candidate, 'preemptible' | 'grantPriority'>,
  { preemption: { mode, minimumRunMinutes } }: PoolPolicy,
): number | null {
  const yields = preemptible || (mode === 'lowerClass' && grantPriority > 0);
  return yields ? minimumRunMinutes * 60_000 : null;
}

/** What candidates ask for, one object for all who ask alike; and which of them were found to have to wait. */
export class Asks {
  readonly #asks = new Map<string, Ask>();
  readonly #told = new Set<string>();
  readonly #waitsFrom = new Map<string, number>();
  /** Numbers of the demands' keys, which are long. */
  readonly #demands = new Map<string, number>();
  #last: { readonly candidate: Candidate; readonly waitKey: string } | undefined;

  constructor(
    private readonly policy: PoolPolicy,
    private readonly windows: Windows,
  ) {}

  of(candidate: Candidate, window?: Window): Ask {
    const { timeoutMinutes } = candidate;
    const key = `${this.keyOf(candidate)} ${timeoutMinutes} ${window?.reservationId ?? ''}`;
    return this.known(key, () => {
      const ask = askOf(candidate, this.policy, window);
      if (window || !this.windows.isHolder(candidate)) return ask;
      const alike = `${this.keyWithout(candidate)} ${timeoutMinutes} `;
      return { ...ask, stranger: this.known(alike, () => ({ ...ask, userId: '', projectId: '' })) };
    });
  }

  private known(key: string, make: () => Ask): Ask {
    let ask = this.#asks.get(key);
    if (!ask) this.#asks.set(key, (ask = make()));
    return ask;
  }

  /** Who asks for the same for as long or longer must wait, too: what is free only gets less in a pass. */
  mustWait(candidate: Candidate): boolean {
    const least = this.#waitsFrom.get(this.waitKeyOf(candidate));
    return least !== undefined && candidate.timeoutMinutes >= least;
  }

  /** Whether one that asks for just the same, for as long, was found to have to wait. */
  isTold(candidate: Candidate): boolean {
    return this.#told.has(`${this.waitKeyOf(candidate)} ${candidate.timeoutMinutes}`);
  }

  waits(candidate: Candidate): void {
    const key = this.waitKeyOf(candidate);
    this.#told.add(`${key} ${candidate.timeoutMinutes}`);
    const least = this.#waitsFrom.get(key) ?? Infinity;
    this.#waitsFrom.set(key, Math.min(least, candidate.timeoutMinutes));
  }

  /** Asked several times of one candidate after the other. */
  private waitKeyOf(candidate: Candidate): string {
    if (this.#last?.candidate === candidate) return this.#last.waitKey;
    const { others = [], reservationId = '' } = candidate;
    const waitKey = `${this.keyOf(candidate)} ${reservationId} ${others.length + 1}`;
    this.#last = { candidate, waitKey };
    return waitKey;
  }

  /** All that makes a difference to when something is free for a candidate, but for how long it needs it. */
  private keyOf(candidate: Candidate): string {
    const { userId, projectId } = candidate;
    return this.keyWithout(candidate, this.windows.isHolder(candidate) ? `${userId} ${projectId}` : '');
  }

  private keyWithout({ demand, preemptible = false, grantPriority }: Candidate, holder = ''): string {
    let number = this.#demands.get(demand.key);
    if (number === undefined) this.#demands.set(demand.key, (number = this.#demands.size));
    return `${number} ${preemptible ? 'p' : ''}${grantPriority} ${holder}`;
  }
}

/** What a candidate asks of time. */
export function askOf(
  { demand, userId, projectId, grantPriority, ...rest }: Candidate,
  policy: PoolPolicy,
  window?: Window,
): Ask {
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

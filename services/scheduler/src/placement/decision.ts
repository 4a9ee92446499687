import type { PlacementDecision } from '@berth/contracts/scheduler/events';

export interface DecisionFacts {
  readonly window: string | undefined;
  readonly gangSize: number;
  /** The candidates before it that must wait. */
  readonly waitingAhead: number;
  readonly needed: number;
  /** Devices of its host that were free for its class. */
  readonly freeOnHost: number;
  readonly host: string;
  readonly until: string;
  readonly waitedSeconds: number;
}

/** Why a job got its place when it did: kept in its history. */
export function decisionOf(facts: DecisionFacts): PlacementDecision {
  const { window, gangSize, waitingAhead, needed, freeOnHost, host, until, waitedSeconds } = facts;
  const what = needed === 0 ? `a CPU slot of ${host}` : `${needed} of ${freeOnHost} free devices of ${host}`;
  const numbers = { needed, freeOnHost, waitingAhead, waitedSeconds };
  if (window !== undefined)
    return { rule: 'reservation', message: `runs in a reservation of its holder, on ${what}`, numbers };
  if (gangSize > 1) {
    const message = `starts together with ${gangSize - 1} others, on ${what}`;
    return { rule: 'gang', message, numbers: { ...numbers, gangSize } };
  }
  if (waitingAhead > 0) {
    const message = `starts early (backfill) on ${what}: it ends by ${until}, and delays no job ahead of it`;
    return { rule: 'backfill', message, numbers };
  }
  return { rule: 'inOrder', message: `it is next in the queue, and ${what} match its requirements`, numbers };
}

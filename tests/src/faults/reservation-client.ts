import { setTimeout as sleep } from 'node:timers/promises';
import type { Api, GraphQLAnswer } from '../platform/api.js';

/** What a client knows for certain of a reservation: how it was last acknowledged. */
export interface Acknowledged {
  readonly id: string;
  readonly state: string;
  readonly from: string;
  readonly until: string;
  readonly devices: readonly { readonly uuid: string }[];
}

interface Conflict {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
  readonly freeWindows?: readonly { readonly from: string; readonly until: string }[];
  readonly freeUntil?: string | null;
}
type Outcome = Conflict & { readonly reservation?: Acknowledged };

/** Random numbers that a seed repeats (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const MINUTE_MS = 60_000;
const MAX_PAUSE_MS = 200;

/** Books at random intervals, changes what it has, and gives some of it up; each step again until it is answered. */
export class ReservationClient {
  readonly acknowledged = new Map<string, Acknowledged>();
  /** Refusals that don't say what would be possible, or are no conflicts. */
  readonly unexpected: string[] = [];
  conflicts = 0;
  tries = 0;

  constructor(
    private readonly api: Api,
    private readonly name: string,
    private readonly project: string,
    private readonly random: () => number,
    /** How far ahead its reservations begin at most, in minutes. */
    private readonly horizon: number,
  ) {}

  async work(goesOn: (round: number) => boolean, signal: AbortSignal): Promise<void> {
    for (let round = 0; goesOn(round) && !signal.aborted; round += 1) {
      await sleep(this.random() * MAX_PAUSE_MS);
      const from = Date.now() + this.#between(30, this.horizon) * MINUTE_MS;
      const reserved = await this.#untilAnswered('reserve', `book-${round}`, signal, {
        project: this.project,
        gpus: { count: this.#between(1, 3) },
        from: new Date(from).toISOString(),
        durationMinutes: this.#between(10, 240),
      });
      if (!reserved) continue;
      const reservationId = reserved.id;
      const chance = this.random();
      if (chance < 0.3)
        await this.#untilAnswered('extendReservation', `extend-${round}`, signal, {
          reservationId,
          minutes: this.#between(1, 120),
        });
      else if (chance < 0.5) {
        const moved = new Date(from + this.#between(1, 600) * MINUTE_MS).toISOString();
        const change = { reservationId, from: moved };
        await this.#untilAnswered('changeReservation', `change-${round}`, signal, change);
      } else if (chance < 0.9)
        await this.#untilAnswered('releaseReservation', `release-${round}`, signal, { reservationId });
    }
  }

  #between(least: number, most: number): number {
    return least + Math.floor(this.random() * (most - least + 1));
  }

  async #untilAnswered(
    mutation: string,
    step: string,
    signal: AbortSignal,
    input: object,
  ): Promise<Acknowledged | undefined> {
    while (!signal.aborted) {
      const outcome = await this.#tryOnce(mutation, `${this.name}-${step}`, input);
      if (outcome?.reservation) {
        this.acknowledged.set(outcome.reservation.id, outcome.reservation);
        return outcome.reservation;
      }
      if (outcome && outcome.code !== 'UNAVAILABLE') {
        this.conflicts += 1;
        if (!offersAlternative(mutation, outcome))
          this.unexpected.push(`${mutation}: ${JSON.stringify(outcome)}`);
        return undefined;
      }
      await sleep(100);
    }
    return undefined;
  }

  /** Undefined where it may or may not have been done. */
  async #tryOnce(mutation: string, key: string, input: object): Promise<Outcome | undefined> {
    this.tries += 1;
    let answer: GraphQLAnswer;
    try {
      answer = await this.api.answer(documentOf(mutation), { input }, { 'idempotency-key': key });
    } catch {
      return undefined;
    }
    if (answer.status >= 400 && answer.status < 500) throw new Error(JSON.stringify(answer));
    return (answer.data?.[mutation] ?? undefined) as Outcome | undefined;
  }
}

/** When there is room for it; of one that should last longer, how long it can. */
const offersAlternative = (mutation: string, { __typename, freeWindows = [], freeUntil }: Outcome): boolean =>
  __typename === 'ReservationConflict' &&
  (mutation === 'extendReservation' ? typeof freeUntil === 'string' : freeWindows.length > 0);

function documentOf(name: string): string {
  const Name = name.charAt(0).toUpperCase() + name.slice(1);
  return `mutation ($input: ${Name}Input!) { ${name}(input: $input) {
    __typename ... on Error { code message }
    ... on ReservationConflict { freeUntil freeWindows { from until } }
    ... on ${Name}Success { reservation { id state from until devices { uuid } } } } }`;
}

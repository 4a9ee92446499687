import type { ProcessesEnding } from '@berth/contracts/agent/messages';
import type { OverstayOutcome } from '@berth/contracts/scheduler/booking.events';
import { orReject } from '@berth/service-host/operation';
import type { BackgroundWork } from '@berth/service-host/platform';
import { repeatedWork } from '@berth/service-host/repeating';
import type { Agents } from '../../dispatch/agents.js';
import { ownCommand } from '@berth/service-host/command-meta';
import { calendarStream } from '../../streams.js';
import type { AttendanceParts } from './attendance.process.js';
import { possibleOverstays, type PossibleOverstay } from './overstay.due.js';

export interface OverstayParts extends Omit<AttendanceParts, 'agents' | 'freed'> {
  readonly agents: Pick<Agents, 'endProcesses'>;
}

/** Agents are asked about the same devices so often while there is nothing to do, or they don't answer. */
const LOOK_AGAIN_MS = 15_000;
/** And so often at most where what was ended comes back, or can't be ended. */
const LONGEST_MS = 120_000;
/** While processes have their grace. */
const SOON_MS = 2000;
/** Orders in one turn of a pool. */
const MOST_ORDERS = 32;
const MOST_REMEMBERED = 10_000;
/** What an order may name. */
const MOST_ACCOUNTS = 64;

const TOO_OLD = 'the agent of the host is too old to end processes: bring it up to date';
const NOT_ALLOWED = 'the agent may not signal them: it must run as root, or with CAP_KILL';

/**
 * Ends what former holders left on devices that others need, where the pool's policy says so. It orders agents to, for
 * as long as the need lasts: they tell processes once, and kill what is there still when it is said again after the
 * grace. So a restart, an order that comes twice, or two schedulers harm nobody, and where the need goes, so does the
 * threat. What becomes of it is recorded in the calendar, each thing once.
 */
export class Overstay {
  /** When an agent may be given an order again, by the monotonic clock, and how often it had to be by then. */
  readonly #waits = new Map<string, { readonly until: number; readonly rounds: number }>();

  constructor(private readonly parts: OverstayParts) {}

  get work(): BackgroundWork {
    const { everyMs, log } = this.parts;
    return repeatedWork(() => this.tick(), { name: 'overstay', everyMs, log });
  }

  async tick(): Promise<void> {
    const { facts, policies, log } = this.parts;
    const pools = [...facts.pools.values()].filter(
      ({ poolId }) => policies.of(poolId).reservations.endOverstay === 'jobsAndProcesses',
    );
    await Promise.all(
      pools.map(async ({ poolId }) => {
        try {
          await this.look(poolId);
        } catch (error) {
          log.error({ err: error, poolId }, 'overstay was not looked for; it is tried again');
        }
      }),
    );
  }

  private async look(poolId: string): Promise<void> {
    const { calendars, clock, facts } = this.parts;
    const { state } = await calendars.load(calendarStream(poolId));
    const isMember = (projectId: string, userId: string) =>
      Object.hasOwn(facts.projects.get(projectId)?.members ?? {}, userId);
    const due = possibleOverstays(state, isMember, clock.now()).filter((each) => this.isTime(each));
    await Promise.all(due.slice(0, MOST_ORDERS).map((each) => this.end(poolId, each)));
  }

  private async end(poolId: string, overstay: PossibleOverstay): Promise<void> {
    const { accounts, agents, policies, log } = this.parts;
    const { reservationId, userId, hostId, uuids } = overstay;
    this.wait(overstay, LOOK_AGAIN_MS);
    const mapped = (await accounts.list({ userId, hostId }))
      .map(({ account }) => account)
      .slice(0, MOST_ACCOUNTS);
    if (mapped.length === 0) return;
    const { graceSeconds } = policies.of(poolId).preemption;
    const order = { reservationId, deviceUuids: [...uuids], accounts: mapped, graceSeconds };
    const answer = await agents.endProcesses(hostId, order);
    if (!answer.ok) {
      log.info({ reservationId, hostId, why: answer.error.message }, 'overstay could not be ended yet');
      return;
    }
    const found = answer.value
      ? outcomeOf(answer.value)
      : ({ ...NONE, outcome: 'failed', why: TOO_OLD } as const);
    if (!found) return;
    this.waitAfter(overstay, found.outcome);
    await this.note(poolId, overstay, { ...found, graceSeconds });
  }

  private async note(
    poolId: string,
    { reservationId, hostId, uuids, neededBy }: PossibleOverstay,
    found: Found & { readonly graceSeconds: number },
  ): Promise<void> {
    const now = this.parts.clock.now();
    const command = {
      kind: 'noteOverstay',
      poolId,
      reservationId,
      hostId,
      uuids,
      neededBy,
      ...found,
      now,
    } as const;
    const meta = ownCommand('overstay', 'scheduler.calendar.noteOverstay.v1', now);
    orReject(await this.parts.calendars.execute(calendarStream(poolId), command, meta));
  }

  private isTime(overstay: PossibleOverstay): boolean {
    return (this.#waits.get(keyOf(overstay))?.until ?? 0) <= performance.now();
  }

  private waitAfter(overstay: PossibleOverstay, outcome: OverstayOutcome): void {
    if (outcome === 'told') return this.wait(overstay, SOON_MS);
    const rounds = (this.#waits.get(keyOf(overstay))?.rounds ?? 0) + 1;
    this.wait(overstay, Math.min(LOOK_AGAIN_MS * rounds, LONGEST_MS), rounds);
  }

  private wait(overstay: PossibleOverstay, ms: number, rounds?: number): void {
    const key = keyOf(overstay);
    if (this.#waits.size >= MOST_REMEMBERED && !this.#waits.has(key)) this.#waits.clear();
    const before = this.#waits.get(key)?.rounds ?? 0;
    this.#waits.set(key, { until: performance.now() + ms, rounds: rounds ?? before });
  }
}

const keyOf = ({ reservationId, hostId }: PossibleOverstay): string => `${reservationId}/${hostId}`;

interface Found {
  readonly outcome: OverstayOutcome;
  readonly pids: readonly number[];
  readonly killed: number;
  readonly why?: string;
}
const NONE = { pids: [], killed: 0 };

/** Undefined: there is nothing of theirs. */
function outcomeOf({ told, ended, killed, denied }: ProcessesEnding): Found | undefined {
  const of = { killed: killed.length };
  if (denied.length > 0) return { outcome: 'failed', pids: denied, ...of, why: NOT_ALLOWED };
  if (told.length > 0) return { outcome: 'told', pids: told, ...of };
  return ended.length > 0 ? { outcome: 'ended', pids: ended, ...of } : undefined;
}

import type { ProcessTerminationStatus } from '@berth/contracts/agent/messages';
import type { OverstayOutcome } from '@berth/contracts/scheduler/reservation.events';
import { orReject } from '@berth/service-host/operation';
import type { BackgroundWork } from '@berth/service-host/platform';
import { poller } from '@berth/service-host/poller';
import type { Agents } from '../../dispatch/agents.js';
import { systemCommand } from '@berth/service-host/command-meta';
import { calendarStream } from '../../streams.js';
import type { ReservationUsageParts } from './reservation-usage.poller.js';
import { findOverstays, type SuspectedOverstay } from './overstay.due.js';

export interface OverstayParts extends Omit<ReservationUsageParts, 'agents' | 'dirtyPools'> {
  readonly agents: Pick<Agents, 'endProcesses'>;
}

/** Interval of queries about the same devices while there is nothing to do, or the agent does not reply. */
const RECHECK_INTERVAL_MS = 15_000;
/** And so often at most where what was ended comes back, or can't be ended. */
const MAX_RECHECK_INTERVAL_MS = 120_000;
/** While processes have their grace. */
const GRACE_RECHECK_MS = 2000;
/** Maximum of commands per pass over a pool. */
const MAX_ORDERS = 32;
const MAX_REMEMBERED = 10_000;
/** What an order may name. */
const MAX_ACCOUNTS = 64;

const AGENT_TOO_OLD = 'the agent of the host is too old to end processes: upgrade it';
const NOT_ALLOWED = 'the agent is not permitted to signal them: run it as root, or with CAP_KILL';

/**
 * Ends processes that former holders left on devices that others need, where the pool's policy enables it. It
 * commands agents for as long as the need lasts: they signal processes once, and kill those that remain when the
 * command comes again after the grace. So a restart, a duplicate command or two schedulers do no harm, and the
 * command ends with the need. Each outcome is recorded once in the calendar.
 */
export class OverstayPoller {
  /** When an agent may be given an order again, by the monotonic clock, and how often it had to be by then. */
  readonly #retryAt = new Map<string, { readonly until: number; readonly rounds: number }>();

  constructor(private readonly parts: OverstayParts) {}

  get work(): BackgroundWork {
    const { everyMs, log } = this.parts;
    return poller(() => this.tick(), { name: 'overstay', everyMs, log });
  }

  async tick(): Promise<void> {
    const { facts, policies, log } = this.parts;
    const pools = [...facts.pools.values()].filter(
      ({ poolId }) => policies.of(poolId).reservations.endOverstay === 'jobsAndProcesses',
    );
    await Promise.all(
      pools.map(async ({ poolId }) => {
        try {
          await this.#pollPool(poolId);
        } catch (error) {
          log.error({ err: error, poolId }, 'overstays could not be checked; retrying');
        }
      }),
    );
  }

  async #pollPool(poolId: string): Promise<void> {
    const { calendars, clock, facts } = this.parts;
    const { state } = await calendars.load(calendarStream(poolId));
    const isMember = (projectId: string, userId: string) =>
      Object.hasOwn(facts.projects.get(projectId)?.members ?? {}, userId);
    const due = findOverstays(state, isMember, clock.now()).filter((each) => this.#isDue(each));
    await Promise.all(due.slice(0, MAX_ORDERS).map((each) => this.#end(poolId, each)));
  }

  async #end(poolId: string, overstay: SuspectedOverstay): Promise<void> {
    const { accounts, agents, policies, log } = this.parts;
    const { reservationId, userId, hostId, uuids } = overstay;
    this.#postpone(overstay, RECHECK_INTERVAL_MS);
    const mapped = (await accounts.list({ userId, hostId }))
      .map(({ account }) => account)
      .slice(0, MAX_ACCOUNTS);
    if (mapped.length === 0) return;
    const { graceSeconds } = policies.of(poolId).preemption;
    const order = { reservationId, deviceUuids: [...uuids], accounts: mapped, graceSeconds };
    const answer = await agents.endProcesses(hostId, order);
    if (!answer.ok) {
      log.info(
        { reservationId, hostId, reason: answer.error.message },
        'processes of an overstay could not be ended; retrying',
      );
      return;
    }
    const found = answer.value
      ? outcomeOf(answer.value)
      : ({ ...NONE, outcome: 'failed', reason: AGENT_TOO_OLD } as const);
    if (!found) return;
    this.#postponeAfter(overstay, found.outcome);
    await this.#record(poolId, overstay, { ...found, graceSeconds });
  }

  async #record(
    poolId: string,
    { reservationId, hostId, uuids, neededFor }: SuspectedOverstay,
    found: Found & { readonly graceSeconds: number },
  ): Promise<void> {
    const now = this.parts.clock.now();
    const command = {
      type: 'recordOverstay',
      poolId,
      reservationId,
      hostId,
      uuids,
      neededFor,
      ...found,
      now,
    } as const;
    const meta = systemCommand('overstay', 'scheduler.calendar.recordOverstay.v1', now);
    orReject(await this.parts.calendars.execute(calendarStream(poolId), command, meta));
  }

  #isDue(overstay: SuspectedOverstay): boolean {
    return (this.#retryAt.get(keyOf(overstay))?.until ?? 0) <= performance.now();
  }

  #postponeAfter(overstay: SuspectedOverstay, outcome: OverstayOutcome): void {
    if (outcome === 'signalled') return this.#postpone(overstay, GRACE_RECHECK_MS);
    const rounds = (this.#retryAt.get(keyOf(overstay))?.rounds ?? 0) + 1;
    this.#postpone(overstay, Math.min(RECHECK_INTERVAL_MS * rounds, MAX_RECHECK_INTERVAL_MS), rounds);
  }

  #postpone(overstay: SuspectedOverstay, ms: number, rounds?: number): void {
    const key = keyOf(overstay);
    if (this.#retryAt.size >= MAX_REMEMBERED && !this.#retryAt.has(key)) this.#retryAt.clear();
    const before = this.#retryAt.get(key)?.rounds ?? 0;
    this.#retryAt.set(key, { until: performance.now() + ms, rounds: rounds ?? before });
  }
}

const keyOf = ({ reservationId, hostId }: SuspectedOverstay): string => `${reservationId}/${hostId}`;

interface Found {
  readonly outcome: OverstayOutcome;
  readonly pids: readonly number[];
  readonly killed: number;
  readonly reason?: string;
}
const NONE = { pids: [], killed: 0 };

/** Undefined: there is nothing of theirs. */
function outcomeOf({ signalled, ended, killed, denied }: ProcessTerminationStatus): Found | undefined {
  const of = { killed: killed.length };
  if (denied.length > 0) return { outcome: 'failed', pids: denied, ...of, reason: NOT_ALLOWED };
  if (signalled.length > 0) return { outcome: 'signalled', pids: signalled, ...of };
  return ended.length > 0 ? { outcome: 'ended', pids: ended, ...of } : undefined;
}

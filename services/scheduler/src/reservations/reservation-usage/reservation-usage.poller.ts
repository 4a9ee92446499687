import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { Clock } from '@berth/kernel/clock';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { Logger } from '@berth/service-host/log';
import type { BackgroundWork } from '@berth/service-host/platform';
import { poller } from '@berth/service-host/poller';
import type { AccountIndex } from '../../dispatch/accounts/account-index.js';
import type { Reservation } from '../../calendar/agenda.js';
import type { ReservationCommand, CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';
import type { Facts } from '../../facts/facts.js';
import type { Policies } from '../../queue/policy/policies.js';
import type { Agents } from '../../dispatch/agents.js';
import { systemCommand } from '@berth/service-host/command-meta';
import { calendarStream } from '../../streams.js';
import { dueActionsOf, type DueReservationAction, noShowReason, overstayWarning } from './due-actions.js';
import { assessUsage, type UsageEvidence } from './usage-evidence.js';
import type { DirtyPools } from '../../queue/waiting/dirty-pools.js';

export interface ReservationUsageParts {
  readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>;
  readonly facts: Facts;
  readonly policies: Policies;
  readonly accounts: AccountIndex;
  readonly agents: Pick<Agents, 'usage'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly dirtyPools: Pick<DirtyPools, 'mark'>;
  /** Poll interval in ms. */
  readonly everyMs: number;
}

type UsageCheck = Extract<DueReservationAction, { kind: 'check' }>['for'];

/** After a reply without an answer, the agent is queried again after this time. */
const REQUERY_INTERVAL_MS = 15_000;
/** Maximum of usage queries per pass over a pool. */
const MAX_USAGE_QUERIES = 32;

/**
 * Checks whether reservations are used: warns their holders, and releases those with no usage. It has no timers;
 * each pass computes what is due, so a restart or a clock change delays and repeats nothing: the warnings sent are
 * in the calendar, and only evidence of no usage releases.
 */
export class ReservationUsagePoller {
  /** When the usage of a reservation may be queried again, by the monotonic clock. */
  readonly #nextQueryAt = new Map<string, number>();

  constructor(private readonly parts: ReservationUsageParts) {}

  get work(): BackgroundWork {
    const { everyMs, log } = this.parts;
    return poller(() => this.tick(), { name: 'attendance', everyMs, log });
  }

  async tick(): Promise<void> {
    const { facts, log } = this.parts;
    await Promise.all(
      [...facts.pools.values()].map(async ({ poolId }) => {
        try {
          await this.#pollPool(poolId);
        } catch (error) {
          log.error(
            { err: error, poolId },
            'reservations could not be checked for no-shows and reminders; retrying',
          );
        }
      }),
    );
  }

  async #pollPool(poolId: string): Promise<void> {
    const { calendars, clock, policies } = this.parts;
    const { state: calendar } = await calendars.load(calendarStream(poolId));
    const times = policies.of(poolId).reservations;
    const now = clock.now();
    const work: Promise<unknown>[] = [];
    let usageQueries = 0;
    for (const reservation of calendar.agenda.reservations.values()) {
      for (const due of dueActionsOf(reservation, times, now)) {
        if (due.kind === 'warn') work.push(this.#warn(poolId, reservation, due.warning, due.message, now));
        else if (usageQueries < MAX_USAGE_QUERIES && this.#isCheckDue(reservation, due.for)) {
          usageQueries += 1;
          work.push(this.#checkUsage(poolId, calendar, reservation, due.for));
        }
      }
    }
    await Promise.all(work);
  }

  #isCheckDue({ reservationId }: Reservation, what: UsageCheck): boolean {
    const key = `${reservationId}/${what}`;
    const at = performance.now();
    if ((this.#nextQueryAt.get(key) ?? 0) > at) return false;
    this.#nextQueryAt.set(key, at + REQUERY_INTERVAL_MS);
    if (this.#nextQueryAt.size > 10_000) this.#nextQueryAt.clear();
    return true;
  }

  async #checkUsage(
    poolId: string,
    calendar: Calendar,
    reservation: Reservation,
    what: UsageCheck,
  ): Promise<void> {
    const jobId = jobUsing(calendar, reservation);
    const evidence =
      jobId === undefined || what === 'overstay' ? await this.#queryUsage(reservation) : undefined;
    // The query takes time.
    const now = this.parts.clock.now();
    if (what === 'overstay') {
      const processes = evidence?.kind === 'used' ? evidence.processes : 0;
      if (jobId !== undefined || processes > 0)
        await this.#warn(
          poolId,
          reservation,
          'overstay',
          overstayWarning(reservation, jobId, processes, this.parts.policies.of(poolId)),
          now,
        );
      return;
    }
    const { reservationId } = reservation;
    const of = { poolId, reservationId, now } as const;
    if (jobId !== undefined) return this.#executeCommand({ type: 'useReservation', ...of, by: 'job', jobId });
    switch (evidence?.kind) {
      case 'used':
        return this.#executeCommand({ type: 'useReservation', ...of, by: 'account' });
      case 'unused': {
        const { noShowMinutes } = this.parts.policies.of(poolId).reservations;
        if (what === 'noShow') {
          const reason = noShowReason(evidence, noShowMinutes, now);
          return this.#executeCommand({ type: 'endReservation', ...of, cause: 'noShow', reason });
        }
        const message = `your reservation is unused; it is released ${noShowMinutes} minutes after its start`;
        return this.#warn(poolId, reservation, 'notUsed', message, now);
      }
      default:
        this.parts.log.info(
          { reservationId, why: evidence?.why },
          'whether a reservation is used is unknown',
        );
    }
  }

  async #queryUsage({ devices, userId }: Reservation): Promise<UsageEvidence> {
    const { agents, accounts } = this.parts;
    const byHost = [...Map.groupBy(devices, ({ hostId }) => hostId)];
    const reports = await Promise.all(
      byHost.map(async ([hostId, own]) => {
        const uuids = own.map(({ uuid }) => uuid);
        return { hostId, uuids, answer: await agents.usage(hostId, uuids) };
      }),
    );
    return assessUsage(reports, (hostId, account) => accounts.userOf(hostId, account) === userId);
  }

  async #warn(
    poolId: string,
    { reservationId }: Reservation,
    warning: Extract<DueReservationAction, { kind: 'warn' }>['warning'],
    message: string,
    now: string,
  ): Promise<void> {
    await this.#executeCommand({ type: 'warnReservation', poolId, reservationId, warning, message, now });
  }

  async #executeCommand(command: ReservationCommand): Promise<void> {
    const meta = systemCommand('attendance', `scheduler.calendar.${command.type}.v1`, command.now);
    const outcome = await this.parts.calendars.execute(calendarStream(command.poolId), command, meta);
    if (command.type === 'endReservation' && outcome.ok) this.parts.dirtyPools.mark(command.poolId);
  }
}

/** A job of the holder's on a reserved device, also one that began there before the reservation did. */
function jobUsing(calendar: Calendar, reservation: Reservation): string | undefined {
  const { userId, projectId, sharedWithProject } = reservation;
  for (const { uuid } of reservation.devices) {
    const lease = calendar.onPlace
      .get(uuid)
      ?.find((each) => each.userId === userId || (sharedWithProject && each.projectId === projectId));
    if (lease) return lease.jobId;
  }
  return undefined;
}

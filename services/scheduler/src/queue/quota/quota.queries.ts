import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { QuotaLimits, QuotaView } from '@berth/contracts/scheduler/quotas';
import { may } from '@berth/contracts/permissions';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { Identity } from '@berth/service-host/operation';
import { defined } from '@berth/kernel/defined';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';
import { heldBy, NOTHING, plus, type Amount, type Subject } from '../../calendar/held.js';
import type { Facts } from '../../facts/facts.js';
import type { Visibility } from '../../facts/visibility.js';
import { calendarStream } from '../../streams.js';
import { inGb } from './excess.js';
import type { QuotaTarget } from './quota.js';
import type { QuotaDocument, Quotas } from './quotas.js';

interface Told extends QuotaTarget {
  readonly quotaId?: string;
  readonly limits: QuotaLimits;
  readonly borrow: boolean;
  readonly setAt?: string;
}

/** Quotas with what is used of them. */
export class QuotaQueries {
  constructor(
    private readonly quotas: Quotas,
    private readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>,
    private readonly facts: Facts,
    private readonly visibility: Visibility,
  ) {}

  /** @param target what the caller may see, or nothing */
  async list(identity: Identity, target: QuotaTarget): Promise<QuotaView[]> {
    const { userId, projectId, poolId } = target;
    const asked = [...this.quotas.table.values()].filter(
      (quota) =>
        (userId === undefined || quota.userId === userId) &&
        (projectId === undefined || quota.projectId === projectId) &&
        (poolId === undefined || quota.poolId === poolId || quota.poolId === null) &&
        this.#maySee(identity, quota),
    );
    const told: Told[] = asked.sort((a, b) => (a.quotaId < b.quotaId ? -1 : 1)).map(fromDocument);
    const whose = userId ?? (projectId === undefined ? identity.userId : undefined);
    if (whose !== undefined && this.quotas.usesDefault(whose))
      told.push({ userId: whose, limits: this.quotas.defaults, borrow: false });
    return Promise.all(told.map((quota) => this.view(quota)));
  }

  async view(quota: Told): Promise<QuotaView> {
    const subject: Subject =
      quota.userId === undefined ? `project:${quota.projectId ?? ''}` : `user:${quota.userId}`;
    const within = await this.#held(subject, quota.poolId, 'within');
    const borrowed = await this.#held(subject, quota.poolId, 'borrowed');
    const held = inUnits(quota.borrow ? within : plus(within, borrowed));
    const remaining = Object.entries(quota.limits).flatMap(([kind, limit]) =>
      limit === undefined ? [] : [[kind, Math.max(0, limit - held[kind as keyof typeof held])] as const],
    );
    return {
      ...quota,
      used: inUnits(plus(within, borrowed)),
      borrowed: inUnits(borrowed),
      remaining: Object.fromEntries(remaining),
    };
  }

  #maySee(identity: Identity, { userId, projectId }: QuotaDocument): boolean {
    if (may(identity, 'readAll') || userId === identity.userId) return true;
    return projectId !== null && this.visibility.ofJob(identity, { projectId });
  }

  async #held(subject: Subject, poolId: string | undefined, what: 'within' | 'borrowed'): Promise<Amount> {
    const pools = poolId === undefined ? [...this.facts.pools.values()].map((pool) => pool.poolId) : [poolId];
    const loaded = await Promise.all(pools.map((id) => this.calendars.load(calendarStream(id))));
    return loaded.map(({ state }) => heldBy(state, subject, what)).reduce((a, b) => plus(a, b), NOTHING);
  }
}

const fromDocument = ({ userId, projectId, poolId, ...quota }: QuotaDocument): Told => ({
  ...quota,
  ...defined({ userId: userId ?? undefined, projectId: projectId ?? undefined, poolId: poolId ?? undefined }),
});

/** Nothing is kept, and no environment runs, that would count towards the others yet. */
const inUnits = ({ gpus, vcpus, ramMiB }: Amount) => ({
  gpus,
  vcpus,
  ramGb: inGb(ramMiB),
  storageGb: 0,
  environments: 0,
});

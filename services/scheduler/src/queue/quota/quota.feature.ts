import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { QuotaEvent, QuotaLimits } from '@berth/contracts/scheduler/quotas';
import { Aggregates } from '@berth/service-host/aggregates';
import type { Platform } from '@berth/service-host/platform';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';
import type { Facts } from '../../facts/facts.js';
import type { Visibility } from '../../facts/visibility.js';
import type { Feature } from '../../feature.js';
import type { SchedulerConfig } from '../../scheduler.config.js';
import { QuotaController, QUOTAS } from './quota.controller.js';
import { QuotaQueries } from './quota.queries.js';
import { QuotaTargets, quotasView, type Quotas } from './quotas.js';
import { quotaDecider, type DeclaredQuota, type QuotaCommand } from './quota.js';

export interface QuotaFeatureParts {
  readonly quotas: Quotas;
  readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>;
  readonly facts: Facts;
  readonly visibility: Visibility;
}

export const quotaFeature = (
  { store, readModels }: Pick<Platform, 'store' | 'readModels'>,
  { quotas, calendars, facts, visibility }: QuotaFeatureParts,
): Feature => ({
  controllers: [QuotaController],
  providers: [
    {
      provide: QUOTAS,
      useValue: new Aggregates<DeclaredQuota, QuotaCommand, QuotaEvent>(store, quotaDecider),
    },
    { provide: QuotaQueries, useValue: new QuotaQueries(quotas, calendars, facts, visibility) },
    { provide: QuotaTargets, useValue: new QuotaTargets(facts, visibility) },
  ],
  projections: [quotasView],
  onViews: quotas.table.follow,
  prepare: () => quotas.table.fill(readModels),
});

/** What every user may hold who has no quota over all pools. */
export function defaultQuota(config: SchedulerConfig): QuotaLimits {
  const limits = {
    gpus: config.BERTH_DEFAULT_QUOTA_GPUS,
    vcpus: config.BERTH_DEFAULT_QUOTA_VCPUS,
    ramGb: config.BERTH_DEFAULT_QUOTA_RAM_GB,
    storageGb: config.BERTH_DEFAULT_QUOTA_STORAGE_GB,
    environments: config.BERTH_DEFAULT_QUOTA_ENVIRONMENTS,
  };
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
}

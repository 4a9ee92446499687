import type { Platform } from '@berth/service-host/platform';
import type { Feature } from '../../feature.js';
import type { FairShares } from './fair-shares.js';
import { UsageController, USAGE, type UsageParts } from './usage.controller.js';
import { usageView } from './usage.view.js';

export const usageFeature = (
  { readModels }: Pick<Platform, 'readModels'>,
  past: FairShares,
  parts: UsageParts,
): Feature => ({
  controllers: [UsageController],
  providers: [{ provide: USAGE, useValue: parts }],
  projections: [usageView],
  onViews: past.table.follow,
  prepare: () => past.table.fill(readModels),
});

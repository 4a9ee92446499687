import type { Platform } from '@berth/service-host/platform';
import type { Feature } from '../feature.js';
import { UsageController, USAGE, type UsageParts } from './usage.controller.js';
import { usageView } from './usage.view.js';

export const usageFeature = ({ readModels }: Pick<Platform, 'readModels'>, parts: UsageParts): Feature => ({
  controllers: [UsageController],
  providers: [{ provide: USAGE, useValue: parts }],
  projections: [usageView] as never,
  onViews: parts.fairShares.table.follow,
  prepare: () => parts.fairShares.table.fill(readModels),
});

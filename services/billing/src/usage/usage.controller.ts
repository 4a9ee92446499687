import { Controller, Inject } from '@nestjs/common';
import { usageQuery, type UsageRow } from '@berth/contracts/billing/operations';
import type { InputOf } from '@berth/contracts/define';
import { ok } from '@berth/kernel/result';
import { Operation, type Call, type Reply } from '@berth/service-host/operation';
import { Visibility } from '../access/visibility.js';
import { CURRENCY } from '../billing.tokens.js';
import { UsageTotals } from './usage-totals.js';

@Controller()
export class UsageController {
  constructor(
    @Inject(UsageTotals) private readonly totals: UsageTotals,
    @Inject(Visibility) private readonly visibility: Visibility,
    @Inject(CURRENCY) private readonly currency: string,
  ) {}

  /** The highest cost first, then the most device-time. */
  @Operation(usageQuery)
  async usage({ input, identity }: Call<InputOf<typeof usageQuery>>): Reply<readonly UsageRow[]> {
    const { by, projectId, from, to } = input;
    const scope = await this.visibility.narrow(identity, { projectId });
    const totals = await this.totals.sum(by, scope, { from, to });
    const rows = [...totals].map(([key, tally]) => ({
      key,
      deviceSeconds: tally.deviceMs / 1000,
      leaseSeconds: tally.leaseMs / 1000,
      leases: tally.leases,
      amountMicros: tally.amountMicros,
      currency: this.currency,
    }));
    return ok({ result: rows.sort(byCost) });
  }
}

const byCost = (a: UsageRow, b: UsageRow): number =>
  b.amountMicros - a.amountMicros || b.deviceSeconds - a.deviceSeconds || (a.key < b.key ? -1 : 1);

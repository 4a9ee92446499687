import { Controller, Inject } from '@nestjs/common';
import { chargesQuery } from '@berth/contracts/billing/operations';
import type { InputOf, ResultOf } from '@berth/contracts/define';
import { ok } from '@berth/kernel/result';
import { Operation, type Call, type Reply } from '@berth/service-host/operation';
import { ChargeQueries } from './charge.queries.js';

@Controller()
export class ChargeController {
  constructor(@Inject(ChargeQueries) private readonly queries: ChargeQueries) {}

  @Operation(chargesQuery)
  async list({ input, identity }: Call<InputOf<typeof chargesQuery>>): Reply<ResultOf<typeof chargesQuery>> {
    return ok({ result: await this.queries.page(identity, input) });
  }
}

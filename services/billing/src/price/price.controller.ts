import { Controller, Inject } from '@nestjs/common';
import { pricesQuery, setPrice, type PriceView } from '@berth/contracts/billing/operations';
import type { PriceEvent } from '@berth/contracts/billing/events';
import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import { defined } from '@berth/kernel/defined';
import { idFromName } from '@berth/kernel/ids';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { Aggregates } from '@berth/service-host/aggregates';
import { Operation, orReject, type Call, type Reply } from '@berth/service-host/operation';
import { CURRENCY, PRICE_AGGREGATES } from '../billing.tokens.js';
import { priceStream, type PriceState, type SetPrice } from './price.decider.js';
import { PriceQueries } from './price.queries.js';
import { toPriceView } from './prices.view.js';

@Controller()
export class PriceController {
  constructor(
    @Inject(PRICE_AGGREGATES) private readonly aggregates: Aggregates<PriceState, SetPrice, PriceEvent>,
    @Inject(PriceQueries) private readonly queries: PriceQueries,
    @Inject(CURRENCY) private readonly currency: string,
  ) {}

  @Operation(setPrice)
  async set({ input, meta }: Call<InputOf<typeof setPrice>>): Reply<PriceView> {
    const refused = await this.#refusal(input);
    if (refused) return err(refused);
    const priceId = idFromName('price', meta.commandId);
    const command = { type: 'setPrice', ...input, currency: this.currency, priceId, now: meta.now } as const;
    const done = orReject(
      await this.aggregates.execute(priceStream(priceId), command, meta, { expectNew: true }),
    );
    const { state, position } = done;
    if (state.status !== 'set') throw new Error(`price ${priceId} was set but has no state`);
    return ok({ result: toPriceView(state.price), ...defined({ position }) });
  }

  @Operation(pricesQuery)
  async list({ input }: Call<InputOf<typeof pricesQuery>>): Reply<PageOf<PriceView>> {
    return ok({ result: await this.queries.page(input) });
  }

  async #refusal({ currency, poolId }: InputOf<typeof setPrice>): Promise<Rejection | undefined> {
    if (currency !== undefined && currency !== this.currency) {
      return reject(
        'VALIDATION_FAILED',
        `must be ${this.currency}, the currency of this installation`,
        'currency',
      );
    }
    if (poolId !== undefined && !(await this.queries.isKnownPool(poolId))) {
      return reject('NOT_FOUND', 'there is no such pool', 'poolId');
    }
    return undefined;
  }
}

import { START, type EventStore, type Position } from '@berth/event-store';
import type { PriceEvent } from '@berth/contracts/billing/events';
import { PriceBook } from './price-book.js';

const TYPES: readonly PriceEvent['type'][] = ['billing.price.set.v1'];

/** The price book from the log itself: bills must rest on every price that is recorded, not on a view that may lag. */
export class PriceSource {
  private book = new PriceBook();
  private position: Position = START;
  private reading: Promise<PriceBook> | undefined;

  constructor(
    private readonly store: Pick<EventStore, 'readAll' | 'lastPosition'>,
    private readonly currency: string,
  ) {}

  /** With every price that was recorded when it was asked for. */
  async current(): Promise<PriceBook> {
    // a reading that is under way may have begun too early for this caller
    if (this.reading) await this.reading;
    this.reading ??= this.read().finally(() => (this.reading = undefined));
    return this.reading;
  }

  /** @throws where a price is in another currency: bills would add up what can't be added */
  private async read(): Promise<PriceBook> {
    const last = await this.store.lastPosition();
    if (last === this.position) return this.book;
    const added: PriceEvent['data'][] = [];
    for await (const page of this.store.readAll({ after: this.position, filter: { types: TYPES } })) {
      for (const event of page) {
        if (event.position <= last) added.push((event as unknown as PriceEvent).data);
      }
    }
    const foreign = added.find(({ currency }) => currency !== this.currency);
    if (foreign) {
      throw new Error(
        `BERTH_CURRENCY: is ${this.currency}, but there are prices in ${foreign.currency}; it can't be changed`,
      );
    }
    if (added.length > 0) this.book = new PriceBook([...this.book.prices, ...added]);
    this.position = last;
    return this.book;
  }
}

import { join } from 'node:path';
import { onTestEnd } from '@berth/testing/test-end';
import type { ChargeEvent, PriceEvent } from '@berth/contracts/billing/events';
import type { ServiceName } from '@berth/contracts/services';
import { type EventStore, readAs, type RecordedEvent } from '@berth/event-store';
import { openSqliteEventStore } from '@berth/event-store-sqlite';
import type { Clock } from '@berth/kernel/clock';
import { canonicalJson, type JsonObject } from '@berth/kernel/json';
import { projectBatch, type Projection, type ReadModels } from '@berth/read-models';
import { memoryReadModels, recorded, type TestEvent } from '@berth/read-models/testing';
import { Aggregates } from '@berth/service-host/aggregates';
import type { CommandMeta } from '@berth/service-host/command-meta';
import type { Identity } from '@berth/service-host/operation';
import { tempDir } from '@berth/testing/temp-dir';
import { idOf } from './calendar-events.js';
import { BillingParts } from '../billing.parts.js';
import { ChargeController } from '../charge/charge.controller.js';
import { PriceController } from '../price/price.controller.js';
import { UsageController } from '../usage/usage.controller.js';
import { priceDecider, priceStream } from '../price/price.decider.js';
import { PriceSource } from '../price/price-source.js';

/** Billing without a bus: a real store, the service's own parts, and events of the scheduler fed by the test. */
export class BillingTestService {
  now = '2026-03-01T13:00:00.000Z';
  readonly clock: Clock = { now: () => this.now };
  billing: BillingParts;
  #readModels: ReadModels = memoryReadModels();
  #recordedCount = 0;

  private constructor(private readonly store: EventStore) {
    this.billing = this.#build();
  }

  static async open(): Promise<BillingTestService> {
    const store = await openSqliteEventStore({ path: join(tempDir('billing'), 'events.db') });
    onTestEnd(() => store.close());
    return new BillingTestService(store);
  }

  /** Folds the scheduler's events and lets the service react, as the host does. */
  async tell(...events: readonly RecordedEvent[]): Promise<void> {
    for (const { source, projections, handle } of this.billing.foreign) {
      if (source !== 'scheduler') continue;
      for (const projection of projections) await this.#project(projection as never, source, events);
      for (const event of events) await handle?.(event);
    }
    await this.projectOwn();
  }

  async dropCopies(): Promise<void> {
    this.#readModels = memoryReadModels();
    this.billing = this.#build();
  }

  get chargeController(): ChargeController {
    return new ChargeController(this.billing.chargeQueries);
  }

  get usageController(): UsageController {
    return new UsageController(this.billing.totals, this.billing.visibility, 'EUR');
  }

  get priceController(): PriceController {
    return new PriceController(this.billing.priceAggregates, this.billing.priceQueries, 'EUR');
  }

  async addMember(project: string, user: string): Promise<void> {
    const data = { projectId: idOf(project), userId: idOf(user), memberRole: 'member' };
    await this.#tellOf('auth', { type: 'auth.project.memberAdded.v1', data });
  }

  async addPool(pool: string): Promise<void> {
    const data = { poolId: idOf(pool), name: pool, approval: false, maxQueuedPerUser: 1 };
    await this.#tellOf('inventory', { type: 'inventory.pool.created.v1', data });
  }

  /** @returns the price's id */
  async setPrice(
    price: { microsPerHour: number; poolId?: string; model?: string; from?: string },
    now: string,
  ): Promise<string> {
    const priceId = idOf(canonicalJson(price));
    const aggregates = new Aggregates(this.store, priceDecider);
    const command = { type: 'setPrice', ...price, currency: 'EUR', priceId, now } as const;
    const done = await aggregates.execute(priceStream(priceId), command, aMeta(now));
    if (!done.ok) throw new Error(done.error.message);
    await this.projectOwn();
    return priceId;
  }

  async charged(): Promise<readonly ChargeEvent['data'][]> {
    const found: ChargeEvent['data'][] = [];
    for await (const page of this.store.readAll({
      filter: { types: ['billing.charge.charged.v1', 'billing.charge.reservationCharged.v1'] },
    })) {
      for (const event of page) found.push(readAs<ChargeEvent>(event).data);
    }
    return found;
  }

  async prices(): Promise<readonly PriceEvent['data'][]> {
    return (await this.priceSourceIn('EUR').current()).prices as readonly PriceEvent['data'][];
  }

  priceSourceIn(currency: string): PriceSource {
    return new PriceSource(this.store, currency, () => this.store.lastPosition());
  }

  async projectOwn(): Promise<void> {
    for await (const page of this.store.readAll()) {
      for (const projection of this.billing.projections)
        await this.#project(projection as never, 'billing', page);
    }
  }

  async #tellOf(source: ServiceName, event: TestEvent): Promise<void> {
    const place = (this.#recordedCount += 1);
    for (const facts of this.billing.foreign.filter((each) => each.source === source)) {
      for (const projection of facts.projections) {
        await this.#project(projection as never, source, [recorded(event, place)]);
      }
    }
  }

  async #project(projection: Projection<JsonObject>, source: string, events: readonly RecordedEvent[]) {
    await projectBatch(projection, this.#readModels, events, { source });
  }

  #build(): BillingParts {
    const { store, clock } = this;
    const readModels = this.#readModels;
    const lastKnownPosition = () => store.lastPosition();
    return new BillingParts({ store, lastKnownPosition, readModels, clock, currency: 'EUR' });
  }
}

export const aMeta = (now: string): CommandMeta => ({
  commandId: crypto.randomUUID(),
  command: 'test',
  inputHash: '',
  actor: { kind: 'system', id: 'test' },
  now,
  correlationId: 'test',
  causationId: 'test',
});

export const anIdentity = (userId: string, role: Identity['role'] = 'member'): Identity => ({
  kind: 'user',
  userId,
  role,
});

export const aCall = <I>(input: I, identity: Identity, now = '2026-03-01T13:00:00.000Z') => ({
  input,
  identity,
  meta: aMeta(now),
});

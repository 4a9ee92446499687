import { followEvents } from '@berth/bus/follow-events';
import { upcast } from '@berth/contracts/upcast';
import type { ServiceName } from '@berth/contracts/services';
import { toPosition, type Position, type RecordedEvent } from '@berth/event-store';
import type { JsonObject } from '@berth/kernel/json';
import { foldBatch, type Projection } from '@berth/read-models';
import type { ForeignFacts, Platform } from './platform.js';

/**
 * A service's copies of another's facts. When the meaning of a copy has changed (a higher `version`), it is made anew
 * from the source's stream up to where the consumer stands, and only then goes on; nothing else sees those old events.
 */
export class ForeignCopies {
  constructor(
    private readonly facts: ForeignFacts,
    private readonly platform: Platform,
  ) {}

  async fold(events: readonly RecordedEvent[]): Promise<void> {
    const { readModels } = this.platform;
    for (const projection of this.facts.projections) {
      const folded = await foldBatch(projection, readModels.collection(projection.collection), events);
      this.facts.onChanges?.(projection.name, folded.changes);
      if (folded.failure) throw folded.failure;
    }
  }

  /** @param reached sequence up to which the consumer has handled the stream; undefined where it has not begun */
  async bringUpToDate(reached: Position | undefined): Promise<void> {
    const { readModels, log } = this.platform;
    for (const projection of this.facts.projections) {
      const note = `foreign:${projection.name}@${this.facts.source}`;
      const version = toPosition(projection.version);
      if ((await readModels.loadCheckpoint(note)) === version) continue;
      if (reached !== undefined) {
        log.info(
          { projection: projection.name, source: this.facts.source },
          'a copy of foreign facts is made anew',
        );
        await readModels.collection(projection.collection).clear();
        await this.refold(projection, this.facts.source, Number(reached));
      }
      await readModels.saveCheckpoint(note, version);
    }
  }

  private async refold(
    projection: Projection<JsonObject>,
    service: ServiceName,
    last: number,
  ): Promise<void> {
    const { bus, log, readModels } = this.platform;
    const collection = readModels.collection(projection.collection);
    const done = new AbortController();
    const batches = followEvents({
      bus,
      service,
      from: { after: 0 },
      signal: done.signal,
      onError: (error) => log.warn({ err: error }, 'a copy of foreign facts reads again'),
    });
    for await (const batch of last === 0 ? [] : batches) {
      const events = batch.filter(({ sequence }) => sequence <= last).map(({ event }) => upcast(event));
      const { changes, failure } = await foldBatch(projection, collection, events);
      this.facts.onChanges?.(projection.name, changes);
      if (failure) throw failure;
      if ((batch.at(-1)?.sequence ?? 0) >= last) done.abort();
    }
  }
}

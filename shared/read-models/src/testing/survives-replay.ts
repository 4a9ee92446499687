import assert from 'node:assert/strict';
import { defined } from '@berth/kernel/defined';
import { canonicalJson, type JsonObject } from '@berth/kernel/json';
import type { RecordedEvent } from '@berth/event-store';
import { projectBatch } from '../project-batch.js';
import type { Projection } from '../projection.js';
import type { ReadModels, StoredDocument } from '../read-models.js';

const SOURCE = { source: 'replay' };

/**
 * Asserts that the documents are the same, byte for byte, whether events come one by one, all at once,
 * again from any earlier point over the documents that are there, or after the documents were dropped.
 */
export async function survivesReplay<D extends JsonObject>(
  projection: Projection<D>,
  events: readonly RecordedEvent[],
  readModels: ReadModels,
): Promise<void> {
  const collection = readModels.collection<D>(projection.collection);
  const project = (batch: readonly RecordedEvent[]) => projectBatch(projection, readModels, batch, SOURCE);
  const everything = async () => canonicalJson(await allDocuments(projection, readModels));

  await collection.clear();
  for (const event of events) await project([event]);
  const live = await everything();

  for (let cut = 0; cut < events.length; cut += 1) {
    await project(events.slice(cut));
    assert.equal(await everything(), live, `fed again from event ${cut}`);

    await collection.clear();
    await project(events.slice(0, cut));
    await project([...events.slice(0, cut + 1), ...events.slice(Math.max(0, cut - 1))].sort(byPosition));
    assert.equal(await everything(), live, `rebuilt, cut at event ${cut}, with duplicates`);
  }
}

const byPosition = (a: RecordedEvent, b: RecordedEvent): number => (a.position < b.position ? -1 : 1);

async function allDocuments<D extends JsonObject>(
  projection: Projection<D>,
  readModels: ReadModels,
): Promise<readonly StoredDocument<D>[]> {
  const found: StoredDocument<D>[] = [];
  let cursor: string | undefined;
  do {
    const page = await readModels
      .collection<D>(projection.collection)
      .query({ limit: 1_000, ...defined({ cursor }) });
    found.push(...page.items.map(({ id, document, position }) => ({ id, document, position })));
    cursor = page.hasMore ? page.items.at(-1)?.cursor : undefined;
  } while (cursor !== undefined);
  return found;
}

import type { JsonObject } from '@berth/kernel/json';
import type { Position, RecordedEvent } from '@berth/event-store';
import { checkpointName, UnfoldableEventError, type Projection } from './projection.js';
import type { Collection, DocumentWrite, ReadModels } from './read-models.js';

export interface DocumentChange<D extends JsonObject = JsonObject> {
  readonly id: string;
  readonly before: D | undefined;
  readonly after: D | undefined;
}

export interface FoldedBatch<D extends JsonObject = JsonObject> {
  /**
   * The net changes of the batch, and the present state of documents that another instance of the service had
   * written further before: subscribers in memory have not seen those.
   */
  readonly changes: readonly DocumentChange<D>[];
  /** Position of the last event folded; undefined where the very first could not be. */
  readonly position: Position | undefined;
  /** Set where the batch ends early. */
  readonly failure: UnfoldableEventError | undefined;
}

interface Folding<D extends JsonObject> {
  readonly before: D | undefined;
  document: D | undefined;
  position: Position | undefined;
  changed: boolean;
  /** Had seen an event of the batch already. */
  ahead: boolean;
}

/**
 * Folds a batch and moves the checkpoint last, so that a crash anywhere repeats work but never loses or doubles it.
 * Throws `UnfoldableEventError` once everything before that event is safe.
 */
export async function projectBatch<D extends JsonObject>(
  projection: Projection<D>,
  readModels: ReadModels,
  events: readonly RecordedEvent[],
  { source }: { readonly source: string },
): Promise<FoldedBatch<D>> {
  const folded = await foldBatch(projection, readModels.collection<D>(projection.collection), events);
  if (folded.position) await readModels.saveCheckpoint(checkpointName(projection, source), folded.position);
  if (folded.failure) throw folded.failure;
  return folded;
}

/** Reads every document concerned once, folds in order, writes once. Events that a document has seen are skipped. */
export async function foldBatch<D extends JsonObject>(
  projection: Projection<D>,
  collection: Collection<D>,
  events: readonly RecordedEvent[],
): Promise<FoldedBatch<D>> {
  const { keyed, failure: keyFailure } = keysOf(projection, events);
  const foldings = await load(collection, new Set(keyed.flatMap(({ ids }) => ids)));

  let failure = keyFailure;
  let folded = 0;
  for (const { event, ids } of keyed) {
    const error = foldEvent(projection, foldings, event, ids);
    if (error) {
      failure = error;
      break;
    }
    folded += 1;
  }

  const changed = [...foldings].filter(([, folding]) => folding.changed);
  if (changed.length > 0) await collection.write(changed.map(([id, folding]) => toWrite(id, folding)));
  return {
    changes: [...foldings]
      .filter(([, { changed: isChanged, ahead }]) => isChanged || ahead)
      .map(([id, { before, document }]) => ({ id, before, after: document })),
    position: events[folded - 1]?.position,
    failure,
  };
}

function keysOf<D extends JsonObject>(projection: Projection<D>, events: readonly RecordedEvent[]) {
  const keyed: { readonly event: RecordedEvent; readonly ids: readonly string[] }[] = [];
  for (const event of events) {
    try {
      keyed.push({ event, ids: projection.keys(event) });
    } catch (error) {
      return { keyed, failure: new UnfoldableEventError(projection.name, event, error) };
    }
  }
  return { keyed, failure: undefined };
}

async function load<D extends JsonObject>(collection: Collection<D>, ids: ReadonlySet<string>) {
  const foldings = new Map<string, Folding<D>>();
  const add = (id: string, document: D | undefined, position: Position | undefined): void => {
    foldings.set(id, { before: document, document, position, changed: false, ahead: false });
  };
  if (ids.size === 0) return foldings;
  for (const { id, document, position } of await collection.getMany([...ids])) add(id, document, position);

  const missing = [...ids].filter((id) => !foldings.has(id));
  if (missing.length === 0) return foldings;
  const positions = await collection.positions(missing);
  for (const id of missing) add(id, undefined, positions.get(id));
  // Not only tombstones: another instance of the service may have written a document since it was read.
  if (positions.size > 0) {
    const written = await collection.getMany([...positions.keys()]);
    for (const { id, document, position } of written) add(id, document, position);
  }
  return foldings;
}

function foldEvent<D extends JsonObject>(
  projection: Projection<D>,
  foldings: ReadonlyMap<string, Folding<D>>,
  event: RecordedEvent,
  ids: readonly string[],
): UnfoldableEventError | undefined {
  for (const id of ids) {
    const folding = foldings.get(id);
    if (!folding) continue;
    if (folding.position !== undefined && folding.position >= event.position) {
      folding.ahead = true;
      continue;
    }
    try {
      const next = projection.evolve(folding.document, event, id);
      if (next === folding.document) continue;
      folding.document = next;
      folding.position = event.position;
      folding.changed = true;
    } catch (error) {
      return new UnfoldableEventError(projection.name, event, error);
    }
  }
  return undefined;
}

function toWrite<D extends JsonObject>(id: string, { document, position }: Folding<D>): DocumentWrite<D> {
  if (position === undefined) throw new Error(`document ${id} changed without an event`);
  return { id, document: document ?? null, position };
}

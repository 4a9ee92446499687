import type { JsonObject } from '@berth/kernel/json';
import type { Position } from '@berth/event-store';

/** A field that queries may filter or sort by: a dotted path into the document; several make a compound index. */
export interface IndexDefinition {
  readonly fields: readonly string[];
}

export interface CollectionDefinition {
  /** Lower-case letters, digits and underscores. */
  readonly name: string;
  /** Changing them re-creates the indexes and keeps the documents. */
  readonly indexes: readonly IndexDefinition[];
}

export interface StoredDocument<D extends JsonObject> {
  readonly id: string;
  readonly document: D;
  /** Position of the last event that changed the document. */
  readonly position: Position;
}

/** `document: null` leaves a tombstone, so that a late duplicate can't bring the document back. */
export interface DocumentWrite<D extends JsonObject> {
  readonly id: string;
  readonly document: D | null;
  readonly position: Position;
}

/** What an indexed field may hold. A missing field counts as null. */
export type Scalar = string | number | boolean | null;

/** All that are given must hold. A range takes values of its bound's own type only, so never null. */
export interface Condition {
  readonly eq?: Scalar;
  readonly in?: readonly Scalar[];
  readonly gt?: Scalar;
  readonly gte?: Scalar;
  readonly lt?: Scalar;
  readonly lte?: Scalar;
}

export interface Query {
  /** By declared index field; all conditions hold. */
  readonly where?: { readonly [field: string]: Condition | undefined };
  /**
   * Declared fields; the id breaks ties, in the direction of the last one. Default: by id, ascending.
   * Ascending is null, numbers, strings (by UTF-8 bytes), false, true.
   */
  readonly sort?: readonly { readonly field: string; readonly direction: 'asc' | 'desc' }[];
  /** Opaque, from any page of the same query. Pages concatenate to the whole list, even while documents are added. */
  readonly cursor?: string;
  /** Gives the page before the cursor (the last page without one), in the query's own order. */
  readonly backwards?: boolean;
  /** 1 to 1,000. Default 100. */
  readonly limit?: number;
}

export interface Page<D extends JsonObject> {
  readonly items: readonly (StoredDocument<D> & { readonly cursor: string })[];
  /** Whether there is more in the direction of reading. */
  readonly hasMore: boolean;
}

/** Throws `QueryError` for a query it can't answer, `DocumentError` for a document it can't index. */
export interface Collection<D extends JsonObject> {
  get(id: string): Promise<StoredDocument<D> | undefined>;
  /** Missing ids are left out; the order is not the ids'. */
  getMany(ids: readonly string[]): Promise<readonly StoredDocument<D>[]>;
  query(query: Query): Promise<Page<D>>;
  /** How many match, counted up to `max` where one is given. */
  count(where?: Query['where'], max?: number): Promise<number>;
  /** Position a document or its tombstone has seen, by id. Fold an event only where it is beyond that. */
  positions(ids: readonly string[]): Promise<ReadonlyMap<string, Position>>;
  /** Writes each document whose stored position is lower; a write that is not newer changes nothing. */
  write(writes: readonly DocumentWrite<D>[]): Promise<void>;
  /** Deletes every document and tombstone. Delete the checkpoint first. */
  clear(): Promise<void>;
}

/**
 * Documents by id, found by declared indexes. Can be dropped and rebuilt from events at any time,
 * so a write need not be on disk when it is acknowledged; but no checkpoint survives that its documents did not.
 */
export interface ReadModels {
  /** The same name twice must come with the same indexes. */
  collection<D extends JsonObject>(definition: CollectionDefinition): Collection<D>;
  loadCheckpoint(name: string): Promise<Position | undefined>;
  saveCheckpoint(name: string, position: Position): Promise<void>;
  deleteCheckpoint(name: string): Promise<void>;
  close(): Promise<void>;
}

import type { JsonObject } from '@berth/kernel/json';
import type { Position } from '@berth/event-store';
import type { CollectionDefinition, DocumentWrite, Scalar, StoredDocument } from '@berth/read-models';
import { declaredFields, fieldReader } from '@berth/read-models/collection-fields';

/**
 * The stored form in MongoDB. The document is JSON text: it holds keys and values chosen by users (`$ref`, `a.b`,
 * `_bsontype`), which BSON or the driver would refuse or alter. Fields for queries are stored next to it.
 */
export interface Stored {
  readonly _id: string;
  readonly position: Position;
  /** False for a tombstone. */
  readonly live: boolean;
  /** Every declared field, null where the document has none; dots in their names are written as slashes. */
  readonly by: { readonly [key: string]: Scalar };
  readonly json: string;
}

export const keyOf = (field: string): string => `by.${field.replaceAll('.', '/')}`;

export interface DocumentEncoding {
  /** Throws `DocumentError`. */
  toStored(write: DocumentWrite<JsonObject>): Stored;
  indexed(id: string, document: JsonObject | null): Stored['by'];
}

export function encodingOf(definition: CollectionDefinition): DocumentEncoding {
  const fields = declaredFields(definition).map((field) => ({
    key: field.replaceAll('.', '/'),
    read: fieldReader(definition, field),
  }));
  const indexed = (id: string, document: JsonObject | null) =>
    Object.fromEntries(fields.map(({ key, read }) => [key, document ? read(id, document) : null]));
  return {
    indexed,
    toStored: ({ id, document, position }) => ({
      _id: id,
      position,
      live: document !== null,
      by: indexed(id, document),
      json: document ? JSON.stringify(document) : '',
    }),
  };
}

export const toDocument = ({ _id, position, json }: Stored): StoredDocument<JsonObject> => ({
  id: _id,
  position,
  document: JSON.parse(json) as JsonObject,
});

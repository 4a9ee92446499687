import type { JsonObject } from '@berth/kernel/json';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { START, toPosition } from '@berth/event-store';
import type { Collection, CollectionDefinition, ReadModels } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';

/** A message that a consumer could not handle, or one of the same entity that waits behind it. */
export interface ParkedMessage extends JsonObject {
  readonly id: string;
  readonly consumer: string;
  /** The service it comes from. */
  readonly source: string;
  /** Stream of the event; later events of it wait. */
  readonly entity: string;
  /** Of the message in the source's JetStream stream: the order in which an entity's are replayed. */
  readonly sequence: number;
  /** Empty where the message is no event. */
  readonly eventId: string;
  readonly eventType: string;
  /** Why it could not be handled; no stack. */
  readonly error: string;
  /** How often it was tried: 0 for one that waits behind another. */
  readonly attempts: number;
  readonly parkedAt: string;
  /** The message as it came. */
  readonly payload: string;
}

/** The consumer that parked a message: it alone can try it again, between the messages that it is handling. */
export interface ParkedMessageOwner {
  replay(message: ParkedMessage): Promise<ReplayOutcome>;
  drop(message: ParkedMessage): Promise<void>;
}

export interface ReplayOutcome {
  readonly replayed: number;
  readonly stillParked: number;
}

export interface ParkedPage {
  readonly items: readonly { readonly cursor: string; readonly node: ParkedMessage }[];
  readonly hasMore: boolean;
}

export const PARKED: CollectionDefinition = {
  name: 'parked',
  indexes: [{ fields: ['parkedAt'] }, { fields: ['consumer', 'entity', 'sequence'] }],
};
const PAGE = 500;
const BY_SEQUENCE = [{ field: 'sequence', direction: 'asc' }] as const;

/** Keeps parked messages beside the checkpoints of those who parked them, so that a checkpoint never survives a message that was parked before it. */
export class ParkedStore {
  readonly #messages: Collection<ParkedMessage>;
  readonly #keepers = new Map<string, ParkedMessageOwner>();

  constructor(documents: Pick<ReadModels, 'collection'>) {
    this.#messages = documents.collection(PARKED);
  }

  /** Returns what ends it. */
  attach(consumer: string, owner: ParkedMessageOwner): () => void {
    this.#keepers.set(consumer, owner);
    return () => {
      if (this.#keepers.get(consumer) === owner) this.#keepers.delete(consumer);
    };
  }

  /** Tries the entity's messages again, in order from the first one; stops at one that fails again. */
  async replay(id: string): Promise<Result<ReplayOutcome, Rejection>> {
    const found = await this.#find(id);
    return found.ok ? ok(await found.value.owner.replay(found.value.message)) : found;
  }

  /** Deletes the message. Those behind it wait on, until they are replayed. */
  async drop(id: string): Promise<Result<{ readonly dropped: number }, Rejection>> {
    const found = await this.#find(id);
    if (!found.ok) return found;
    await found.value.owner.drop(found.value.message);
    return ok({ dropped: 1 });
  }

  get(id: string): Promise<ParkedMessage | undefined> {
    return this.#messages.get(id).then((stored) => stored?.document);
  }

  /** The longest parked first. @throws QueryError for a cursor of another list */
  async list(
    options: { readonly cursor?: string; readonly limit?: number; readonly backwards?: boolean } = {},
  ): Promise<ParkedPage> {
    const page = await this.#messages.query({ ...options, sort: [{ field: 'parkedAt', direction: 'asc' }] });
    return {
      items: page.items.map(({ cursor, document }) => ({ cursor, node: document })),
      hasMore: page.hasMore,
    };
  }

  count(consumer?: string): Promise<number> {
    return this.#messages.count(consumer === undefined ? undefined : { consumer: { eq: consumer } });
  }

  /** An entity's, in the order of their sequence; so many at most. */
  async ofEntity(consumer: string, entity: string): Promise<readonly ParkedMessage[]> {
    const page = await this.#messages.query({
      where: { consumer: { eq: consumer }, entity: { eq: entity } },
      sort: BY_SEQUENCE,
      limit: PAGE,
    });
    return page.items.map(({ document }) => document);
  }

  countEntity(consumer: string, entity: string): Promise<number> {
    return this.#messages.count({ consumer: { eq: consumer }, entity: { eq: entity } });
  }

  /** Entities of which something is parked. */
  async entitiesOf(consumer: string): Promise<Set<string>> {
    const entities = new Set<string>();
    const where = { consumer: { eq: consumer } };
    for await (const { document } of everyDocument(this.#messages, { where, sort: BY_SEQUENCE }))
      entities.add(document.entity);
    return entities;
  }

  /** Adds it, or replaces its record. */
  put(message: ParkedMessage): Promise<void> {
    return this.#write(message.id, message);
  }

  remove(id: string): Promise<void> {
    return this.#write(id, null);
  }

  async #find(id: string): Promise<Result<{ message: ParkedMessage; owner: ParkedMessageOwner }, Rejection>> {
    const message = await this.get(id);
    if (!message) return err(reject('NOT_FOUND', 'there is no parked message with this id', 'id'));
    const owner = this.#keepers.get(message.consumer);
    if (owner) return ok({ message, owner });
    return err(
      reject('UNAVAILABLE', `the consumer ${message.consumer} does not run in this instance of the service`),
    );
  }

  /** A document is replaced by one of a higher position only: here that counts its versions. */
  async #write(id: string, document: ParkedMessage | null): Promise<void> {
    const version = (await this.#messages.positions([id])).get(id) ?? START;
    await this.#messages.write([{ id, document, position: toPosition(BigInt(version) + 1n) }]);
  }
}

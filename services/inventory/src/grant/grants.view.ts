import { grantEvents, type GrantEvent } from '@berth/contracts/inventory/events';
import type { CollectionDefinition, Projection } from '@berth/read-models';
import { evolveGrant, noGrant, type Grant } from './grant.decider.js';
import { eventsOf } from '../facts/own-events.js';

export type GrantDocument = Grant & {
  /** Whom it is given to, as one value, so that a person's own grants and those of the projects are one query. */
  readonly subject: string;
};

export const subjectOf = (to: { readonly userId?: string; readonly projectId?: string }): string =>
  to.userId !== undefined ? `user:${to.userId}` : `project:${to.projectId ?? ''}`;

export const grantsCollection: CollectionDefinition = {
  name: 'grants',
  indexes: [
    { fields: ['subject', 'status'] },
    { fields: ['poolId'] },
    { fields: ['userId'] },
    { fields: ['projectId'] },
    { fields: ['createdAt'] },
    { fields: ['status', 'createdAt'] },
  ],
};

const grantEventOf = eventsOf<GrantEvent>(grantEvents);

export const grantsProjection: Projection<GrantDocument> = {
  name: 'grants',
  version: 1,
  collection: grantsCollection,
  keys: (recorded) => {
    const event = grantEventOf(recorded);
    return event ? [event.data.grantId] : [];
  },
  evolve: (document, recorded) => {
    const event = grantEventOf(recorded);
    if (!event) return document;
    const grant = evolveGrant(document ?? noGrant, event);
    return grant.status === 'none' ? undefined : { ...grant, subject: subjectOf(grant) };
  },
};

import { joinTokenEvents, type JoinTokenEvent } from '@berth/contracts/inventory/events';
import type { CollectionDefinition, Projection } from '@berth/read-models';
import { evolveJoinToken, noJoinToken, type JoinToken } from './join-token.decider.js';
import { eventsOf } from '../facts/own-events.js';

export const joinTokensCollection: CollectionDefinition = {
  name: 'join_tokens',
  indexes: [{ fields: ['poolId'] }],
};

const joinTokenEventOf = eventsOf<JoinTokenEvent>(joinTokenEvents);

export const joinTokensProjection: Projection<JoinToken> = {
  name: 'join-tokens',
  version: 1,
  collection: joinTokensCollection,
  keys: (recorded) => {
    const event = joinTokenEventOf(recorded);
    return event ? [event.data.tokenId] : [];
  },
  evolve: (document, recorded) => {
    const event = joinTokenEventOf(recorded);
    if (!event) return document;
    const token = evolveJoinToken(document ?? noJoinToken, event);
    return token.status === 'none' ? undefined : token;
  },
};

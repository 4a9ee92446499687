import { projectEvents, type ProjectEvent } from '@berth/contracts/auth/events';
import type { CollectionDefinition, Projection } from '@berth/read-models';
import { eventsOf } from './own-events.js';

export type KnownProject = { readonly archived: boolean };

export const projectsCollection: CollectionDefinition = { name: 'projects', indexes: [] };

const projectEventOf = eventsOf<ProjectEvent>(projectEvents);

/** Which projects there are, so that a grant names one that exists. */
export const projectsProjection: Projection<KnownProject> = {
  name: 'projects',
  version: 1,
  collection: projectsCollection,
  keys: (recorded) => {
    const event = projectEventOf(recorded);
    return event ? [event.data.projectId] : [];
  },
  evolve: (document, recorded) => {
    if (recorded.type === projectEvents.archived.type) return { archived: true };
    return document ?? { archived: false };
  },
};

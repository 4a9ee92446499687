import { projectEvents, userEvents, type ProjectEvent, type UserEvent } from '@berth/contracts/auth/events';
import type { CollectionDefinition, Projection } from '@berth/read-models';
import { eventsOf } from './own-events.js';

/** What inventory knows of a user, from auth's events. */
export type Person = {
  /** `unregistered`: known only as a member of a project so far. */
  readonly status: 'unregistered' | 'known' | 'deleted';
  readonly projectIds: readonly string[];
};

export const peopleCollection: CollectionDefinition = { name: 'people', indexes: [{ fields: ['status'] }] };

const userEventOf = eventsOf<UserEvent>(userEvents);
const projectEventOf = eventsOf<ProjectEvent>(projectEvents);
const UNKNOWN_PERSON: Person = { status: 'unregistered', projectIds: [] };

/** Who belongs to which projects, since what a project is granted is granted to its members. */
export const peopleProjection: Projection<Person> = {
  name: 'people',
  version: 1,
  collection: peopleCollection,
  keys: (recorded) => {
    const user = userEventOf(recorded);
    if (user) return [user.data.userId];
    const project = projectEventOf(recorded);
    switch (project?.type) {
      case 'auth.project.created.v1':
        return [project.data.leadId];
      case 'auth.project.memberAdded.v1':
      case 'auth.project.memberRemoved.v1':
        return [project.data.userId];
      default:
        return [];
    }
  },
  evolve: (document, recorded) => {
    const person = document ?? UNKNOWN_PERSON;
    if (recorded.type === userEvents.registered.type) return { ...person, status: 'known' };
    if (recorded.type === userEvents.deleted.type) return { ...person, status: 'deleted' };
    const project = projectEventOf(recorded);
    switch (project?.type) {
      case 'auth.project.created.v1':
      case 'auth.project.memberAdded.v1':
        return joined(person, project.data.projectId);
      case 'auth.project.memberRemoved.v1':
        return { ...person, projectIds: person.projectIds.filter((id) => id !== project.data.projectId) };
      default:
        return document;
    }
  },
};

function joined(person: Person, projectId: string): Person {
  if (person.projectIds.includes(projectId)) return person;
  return { ...person, projectIds: [...person.projectIds, projectId] };
}

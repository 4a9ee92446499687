import { may } from '@berth/contracts/permissions';
import type { Identity } from '@berth/service-host/operation';
import type { Collection, ReadModels } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';
import { grantsCollection, subjectOf, type GrantDocument } from '../views/grants.view.js';
import { peopleCollection, type Person } from '../views/people.view.js';
import { EVERYTHING, visibleByGrants, type VisibleResources } from './visible-resources.js';

/** Determines what a caller may see from the grants to the user and to the user's projects. */
export class Visibility {
  readonly #grants: Collection<GrantDocument>;
  readonly #people: Collection<Person>;

  constructor(readModels: ReadModels) {
    this.#grants = readModels.collection(grantsCollection);
    this.#people = readModels.collection(peopleCollection);
  }

  async of({ userId, role }: Identity): Promise<VisibleResources> {
    if (may({ role }, 'readAll')) return EVERYTHING;
    const where = { subject: { in: await this.subjectsOf(userId) }, status: { eq: 'active' } };
    const granted: GrantDocument[] = [];
    for await (const { document } of everyDocument(this.#grants, { where })) granted.push(document);
    return visibleByGrants(granted);
  }

  /** Whose grants are this person's: the person's own and those of the person's projects. */
  async subjectsOf(userId: string): Promise<readonly string[]> {
    const person = await this.#people.get(userId);
    const projects = (person?.document.projectIds ?? []).map((projectId) => subjectOf({ projectId }));
    return [subjectOf({ userId }), ...projects];
  }
}

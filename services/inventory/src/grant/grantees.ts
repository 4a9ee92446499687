import { setTimeout as sleep } from 'node:timers/promises';
import { reject, type Rejection } from '@berth/kernel/rejection';
import type { Collection, ReadModels } from '@berth/read-models';
import { peopleCollection, type Person } from '../facts/people.view.js';
import { projectsCollection, type KnownProject } from '../facts/projects.view.js';

const POLL_INTERVAL_MS = 50;

/** Users and projects that can receive a grant, as known from auth's events. */
export class Grantees {
  readonly #people: Collection<Person>;
  readonly #projects: Collection<KnownProject>;

  constructor(
    readModels: ReadModels,
    /** A new user or project may not be known here yet. */
    private readonly waitMs = 2000,
  ) {
    this.#people = readModels.collection(peopleCollection);
    this.#projects = readModels.collection(projectsCollection);
  }

  /** Why the grant can't be given to them; undefined where it can. */
  async refusal(to: {
    readonly userId?: string;
    readonly projectId?: string;
  }): Promise<Rejection | undefined> {
    const deadline = performance.now() + this.waitMs;
    for (;;) {
      const refusal = await this.#refusalNow(to);
      if (!refusal || performance.now() >= deadline) return refusal;
      await sleep(POLL_INTERVAL_MS);
    }
  }

  async #refusalNow({ userId, projectId }: { readonly userId?: string; readonly projectId?: string }) {
    if (userId !== undefined) {
      const person = (await this.#people.get(userId))?.document;
      return person?.status === 'known' ? undefined : reject('NOT_FOUND', 'there is no such user', 'userId');
    }
    const project = projectId === undefined ? undefined : (await this.#projects.get(projectId))?.document;
    return project && !project.archived
      ? undefined
      : reject('NOT_FOUND', 'there is no such project', 'projectId');
  }
}

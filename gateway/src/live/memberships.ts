import { projectsQuery } from '@berth/contracts/auth/operations';
import type { FollowedEvent } from '@berth/bus/follow-events';
import { projectEvents } from '@berth/contracts/auth/events';
import type { Role } from '@berth/contracts/auth/roles';
import { may } from '@berth/contracts/permissions';
import { defined } from '@berth/kernel/defined';
import type { Calls } from '../graphql/calls.js';

const PAGE = 200;

/** Projects of one user, kept up to date while a stream needs them. */
export interface Projects {
  has(projectId: string): boolean;
  release(): void;
}

const ALL: Projects = { has: () => true, release: () => undefined };

/** Project memberships of users with open streams. */
export class Memberships {
  readonly #watched = new Map<string, Set<Map<string, boolean>>>();

  /** Admins, operators and auditors see all projects. */
  async of(calls: Calls, userId: string, role: Role): Promise<Projects> {
    if (may({ role }, 'readAll')) return ALL;
    // What happens while the query is under way is newer than its answer.
    const changes = new Map<string, boolean>();
    const watched = this.#watched.get(userId) ?? new Set();
    this.#watched.set(userId, watched.add(changes));
    const release = (): void => {
      watched.delete(changes);
      if (watched.size === 0) this.#watched.delete(userId);
    };
    try {
      const known = await projectsOf(calls, userId);
      return { has: (projectId) => changes.get(projectId) ?? known.has(projectId), release };
    } catch (error) {
      release();
      throw error;
    }
  }

  changed(userId: string, projectId: string, isMember: boolean): void {
    for (const changes of this.#watched.get(userId) ?? []) changes.set(projectId, isMember);
  }
}

async function projectsOf(calls: Calls, memberId: string): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  let after: string | undefined;
  do {
    const page = await calls.query(projectsQuery, {
      memberId,
      first: PAGE,
      ...defined({ after }),
    });
    for (const { node } of page.items) ids.add(node.id);
    after = page.hasNextPage ? (page.endCursor ?? page.items.at(-1)?.cursor) : undefined;
  } while (after !== undefined);
  return ids;
}

export function applyMembershipEvent(
  memberships: Memberships,
  { event: { type, data } }: FollowedEvent,
): void {
  const { created, memberAdded, memberRemoved } = projectEvents;
  const projectId = String(data['projectId']);
  if (type === created.type) memberships.changed(String(data['leadId']), projectId, true);
  if (type === memberAdded.type) memberships.changed(String(data['userId']), projectId, true);
  if (type === memberRemoved.type) memberships.changed(String(data['userId']), projectId, false);
}

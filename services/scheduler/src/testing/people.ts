import type { Facts } from '../facts/facts.js';
import { projectId, userId } from './fixtures.js';

/** Lets facts know an active member of a project. */
export function knowMember(facts: Facts, who = { userId, projectId }): void {
  const user = { userId: who.userId, status: 'active', role: 'member' };
  facts.apply('facts-users', [{ id: who.userId, before: undefined, after: user }]);
  const members = { [who.userId]: 'member' };
  const project = { projectId: who.projectId, name: 'vision', archived: false, members };
  facts.apply('facts-projects', [{ id: who.projectId, before: undefined, after: project }]);
}

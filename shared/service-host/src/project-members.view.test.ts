import { describe, it } from '@jest/globals';
import { given } from '@berth/read-models/testing';
import { projectMembers } from './project-members.view.js';

const created = { type: 'auth.project.created.v1', data: { projectId: 'P', name: 'Vision', leadId: 'ada' } };
const added = (userId: string) => ({
  type: 'auth.project.memberAdded.v1',
  data: { projectId: 'P', userId, memberRole: 'member' },
});
const removed = (userId: string) => ({
  type: 'auth.project.memberRemoved.v1',
  data: { projectId: 'P', userId },
});

describe('who belongs to a project', () => {
  it('is its first lead and whoever was added, until removed', () => {
    given(projectMembers)
      .events(created)
      .expectDocument('P', { members: ['ada'] })
      .events(added('bob'), added('ada'))
      .expectDocument('P', { members: ['ada', 'bob'] })
      .events(removed('ada'))
      .expectDocument('P', { members: ['bob'] });
  });

  it('does not change by anything else that happens', () => {
    given(projectMembers)
      .events(created, { type: 'auth.project.archived.v1', data: { projectId: 'P' } })
      .expectDocument('P', { members: ['ada'] })
      .expectNoDocument('ada');
  });

  it('changes on, also once the project is archived', () => {
    given(projectMembers)
      .events(created, added('bob'))
      .events({ type: 'auth.project.archived.v1', data: { projectId: 'P' } }, removed('ada'))
      .expectDocument('P', { members: ['bob'] });
  });
});

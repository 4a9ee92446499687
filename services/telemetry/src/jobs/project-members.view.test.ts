import { describe, it } from '@jest/globals';
import { given } from '@berth/read-models/testing';
import { projectMembers } from './project-members.view.js';

const event = (name: string, data: { userId?: string; leadId?: string } = {}) => ({
  type: `auth.project.${name}.v1`,
  data: { projectId: 'P', ...data },
});

describe('who may read a project', () => {
  it('is its first lead and whoever was added, until removed', () => {
    given(projectMembers)
      .events(event('created', { leadId: 'ada' }), event('memberAdded', { userId: 'bob' }))
      .expectDocument('P', { members: ['ada', 'bob'] })
      .events(event('archived'), event('memberRemoved', { userId: 'ada' }))
      .expectDocument('P', { members: ['bob'] });
  });
});

import { describe, it } from '@jest/globals';
import type { MemberRole, ProjectEvent } from '@berth/contracts/auth/events';
import { given } from '@berth/service-host/testing';
import { idOf } from '../testing/fixtures.js';
import { type Authority, type ProjectCommand, projectDecider } from './project.decider.js';

const projectId = idOf('project');
const created: ProjectEvent = {
  type: 'auth.project.created.v1',
  data: { projectId, name: 'Vision', leadId: idOf('lead') },
};
const added = (word: string, memberRole: MemberRole = 'member'): ProjectEvent => ({
  type: 'auth.project.memberAdded.v1',
  data: { projectId, userId: idOf(word), memberRole },
});
const removed = (word: string): ProjectEvent => ({
  type: 'auth.project.memberRemoved.v1',
  data: { projectId, userId: idOf(word) },
});
const as = (word: string) => ({ manager: false, userId: idOf(word) }) as const;
const MANAGER = { manager: true } as const;
const add = (word: string, by: typeof MANAGER | ReturnType<typeof as>, memberRole: MemberRole = 'member') =>
  ({ type: 'addMember', userId: idOf(word), memberRole, by }) as const;
const remove = (word: string, by: typeof MANAGER | ReturnType<typeof as>) =>
  ({ type: 'removeMember', userId: idOf(word), by }) as const;

describe('a project', () => {
  it('is founded once, with a lead', () => {
    const create = { type: 'createProject', projectId, name: 'Vision', leadId: idOf('lead') } as const;
    given(projectDecider).when(create).then(created).and.when(create).nothing();
  });

  it('takes members from its lead and from managers', () => {
    given(projectDecider)
      .events(created)
      .when(add('bob', as('lead')))
      .then(added('bob'))
      .and.when(add('bob', MANAGER))
      .nothing()
      .and.when(add('bob', MANAGER, 'lead'))
      .then(added('bob', 'lead'));
  });

  it('cannot be changed by members, and does not exist for other users', () => {
    given(projectDecider)
      .events(created, added('bob'))
      .when(add('eve', as('bob')))
      .refused('FORBIDDEN');
    given(projectDecider)
      .events(created)
      .when(add('eve', as('eve')))
      .refused('NOT_FOUND', 'projectId');
    given(projectDecider)
      .events(created)
      .when(remove('lead', as('eve')))
      .refused('NOT_FOUND', 'projectId');
    given(projectDecider)
      .events(created)
      .when(remove('eve', as('eve')))
      .refused('NOT_FOUND', 'projectId');
    given(projectDecider).when(add('bob', MANAGER)).refused('NOT_FOUND', 'projectId');
    given(projectDecider).when(remove('bob', MANAGER)).refused('NOT_FOUND', 'projectId');
  });

  it('lets every member leave, and its lead remove others', () => {
    const two = given(projectDecider).events(created, added('bob'), added('carol'));
    two.when(remove('bob', as('bob'))).then(removed('bob'));
    two
      .when(remove('bob', as('lead')))
      .then(removed('bob'))
      .and.when(remove('bob', as('lead')))
      .nothing();
    two.when(remove('bob', as('carol'))).refused('FORBIDDEN');
  });

  it('keeps a lead, unless a manager decides otherwise', () => {
    const one = given(projectDecider).events(created);
    one.when(remove('lead', as('lead'))).refused('INVALID_STATE', 'userId');
    one.when(add('lead', as('lead'))).refused('INVALID_STATE', 'userId');
    one.when(remove('lead', MANAGER)).then(removed('lead'));
    given(projectDecider)
      .events(created, added('bob', 'lead'))
      .when(remove('lead', as('lead')))
      .then(removed('lead'));
  });

  it('is archived by its lead or a manager, once', () => {
    const archive = (by: Authority): ProjectCommand => ({ type: 'archiveProject', by });
    const archived: ProjectEvent = { type: 'auth.project.archived.v1', data: { projectId } };
    const two = given(projectDecider).events(created, added('bob'));
    two
      .when(archive(as('lead')))
      .then(archived)
      .and.when(archive(MANAGER))
      .nothing();
    two.when(archive(MANAGER)).then(archived);
    two.when(archive(as('bob'))).refused('FORBIDDEN');
    two.when(archive(as('eve'))).refused('NOT_FOUND', 'projectId');
    given(projectDecider).when(archive(MANAGER)).refused('NOT_FOUND', 'projectId');
  });

  it('takes no members once it is archived', () => {
    const archived: ProjectEvent = { type: 'auth.project.archived.v1', data: { projectId } };
    given(projectDecider)
      .events(created, archived)
      .when(add('bob', MANAGER))
      .refused('INVALID_STATE', 'projectId');
  });
});

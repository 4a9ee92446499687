import { describe, it } from '@jest/globals';
import { given } from '@berth/read-models/testing';
import { aRegisteredUser, idOf, NEXT_DAY, NOON, sealed } from './testing/fixtures.js';
import { apiTokensView } from './api-token/api-tokens.view.js';
import { deviceLoginsView } from './device-login/device-logins.view.js';
import { membershipsView } from './project/memberships.view.js';
import { projectsView } from './project/projects.view.js';
import { sessionsView } from './session/sessions.view.js';
import { usersView } from './user/users.view.js';

const userId = idOf('ada');
const second = (n: number) => `2026-01-01T00:00:0${n}.000Z`;

describe('the view of users', () => {
  const known = {
    role: 'member',
    status: 'active',
    profile: sealed('profile'),
    createdAt: second(1),
  } as const;

  it('shows an account as it is', () => {
    given(usersView)
      .events(aRegisteredUser())
      .expectDocument(userId, known)
      .events({ type: 'auth.user.roleSet.v1', data: { userId, role: 'operator' } })
      .events({ type: 'auth.user.profileUpdated.v1', data: { userId, profile: sealed('new') } })
      .events({ type: 'auth.user.passwordChanged.v1', data: { userId, verifier: sealed('new') } })
      .events({ type: 'auth.user.suspended.v1', data: { userId } })
      .expectDocument(userId, { ...known, role: 'operator', profile: sealed('new'), status: 'suspended' })
      .events({ type: 'auth.user.activated.v1', data: { userId } })
      .expectDocument(userId, { ...known, role: 'operator', profile: sealed('new') });
  });

  it('keeps nothing personal of who was deleted', () => {
    given(usersView)
      .events(aRegisteredUser(), { type: 'auth.user.deleted.v1', data: { userId } })
      .expectDocument(userId, { ...known, status: 'deleted', profile: null });
  });

  it('halts at an event that it does not know', () => {
    given(usersView)
      .events({ type: 'auth.user.activated.v1', data: { userId } })
      .expectUnfoldable(/never registered/);
    given(usersView)
      .events(aRegisteredUser(), { type: 'auth.user.knighted.v1', data: { userId } })
      .expectUnfoldable(/knighted/);
  });
});

describe('the view of sessions', () => {
  const sessionId = idOf('session');

  const used = (lastUsedAt: string) => ({ userId, createdAt: second(1), lastUsedAt, clientName: null });

  it('keeps the name of the client sealed, and as earlier events have it', () => {
    for (const named of [{ clientName: sealed('a browser') }, { client: 'a browser' }]) {
      given(sessionsView)
        .events({ type: 'auth.session.started.v1', data: { sessionId, userId, expiresAt: NOON, ...named } })
        .expectDocument(sessionId, {
          ...used(second(1)),
          expiresAt: NOON,
          clientName: named.clientName ?? 'a browser',
        });
    }
  });

  it('has live sessions only', () => {
    given(sessionsView)
      .events({ type: 'auth.session.started.v1', data: { sessionId, userId, expiresAt: NOON } })
      .expectDocument(sessionId, { ...used(second(1)), expiresAt: NOON })
      .events({ type: 'auth.session.refreshed.v1', data: { sessionId, userId, expiresAt: NEXT_DAY } })
      .expectDocument(sessionId, { ...used(second(2)), expiresAt: NEXT_DAY })
      .events({ type: 'auth.session.ended.v1', data: { sessionId, userId, cause: 'logout' } })
      .expectNoDocument(sessionId);
  });
});

describe('the view of log-ins by code', () => {
  it('has those that are not over', () => {
    const deviceLoginId = idOf('login');
    const of = (event: string, more: object = {}) => ({
      type: `auth.deviceLogin.${event}.v1`,
      data: { deviceLoginId, ...more },
    });
    given(deviceLoginsView)
      .events(of('requested', { expiresAt: NOON }))
      .expectDocument(deviceLoginId, { expiresAt: NOON })
      .events(of('approved', { userId, passwordVersion: 0 }))
      .expectDocument(deviceLoginId, { expiresAt: NOON })
      .events(of('ended', { cause: 'used' }))
      .expectNoDocument(deviceLoginId);
  });
});

describe('the view of API tokens', () => {
  const tokenId = idOf('token');
  const created = {
    type: 'auth.apiToken.created.v1',
    data: { tokenId, userId, name: 'nightly', scopes: ['read'], hash: 'hash', expiresAt: NOON },
  };

  it('shows a token without its hash, and whether it was revoked', () => {
    const shown = {
      userId,
      name: 'nightly',
      scopes: ['read' as const],
      expiresAt: NOON,
      createdAt: second(1),
    };
    given(apiTokensView)
      .events(created)
      .expectDocument(tokenId, { ...shown, revoked: false })
      .events({ type: 'auth.apiToken.revoked.v1', data: { tokenId, userId } })
      .expectDocument(tokenId, { ...shown, revoked: true });
  });
});

describe('the views of projects and their members', () => {
  const projectId = idOf('project');
  const created = {
    type: 'auth.project.created.v1',
    data: { projectId, name: 'Vision', description: 'sees', leadId: userId },
  };
  const bob = idOf('bob');
  const added = (memberRole: string) => ({
    type: 'auth.project.memberAdded.v1',
    data: { projectId, userId: bob, memberRole },
  });
  const removed = { type: 'auth.project.memberRemoved.v1', data: { projectId, userId: bob } };
  const named = { name: 'Vision', nameLower: 'vision' };
  const shown = { ...named, description: 'sees', archived: false, createdAt: second(1) };
  const lead = { userId, memberRole: 'lead' as const };

  it('show a project with its members in order', () => {
    given(projectsView)
      .events(created)
      .expectDocument(projectId, { ...shown, members: [lead] })
      .events(added('member'), added('lead'))
      .expectDocument(projectId, { ...shown, members: [lead, { userId: bob, memberRole: 'lead' }] })
      .events(removed, { type: 'auth.project.archived.v1', data: { projectId } })
      .expectDocument(projectId, { ...shown, archived: true, members: [lead] });
  });

  it('show who is in which project since when', () => {
    given(membershipsView)
      .events(created)
      .expectDocument(`${projectId}.${userId}`, { projectId, userId, since: second(1) })
      .events(added('member'), added('lead'))
      .expectDocument(`${projectId}.${bob}`, { projectId, userId: bob, since: second(2) })
      .events(removed)
      .expectNoDocument(`${projectId}.${bob}`);
  });
});

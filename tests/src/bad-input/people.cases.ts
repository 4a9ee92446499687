import { newId } from '@berth/kernel/ids';
import { PASSWORD } from '../platform/lab.js';
import type { Case, World } from './case.js';
import { refused } from './api-cases.js';

const person = (more: object) => ({
  username: 'mallory',
  email: 'mallory@example.org',
  password: 'a fine long password',
  ...more,
});

/** Accounts, sessions, projects, API tokens. */
export const people: readonly Case[] = [
  refused('anonymous', 'register', person({ email: 'mallory' }), [
    'no address',
    'VALIDATION_FAILED',
    'email',
  ]),
  refused('anonymous', 'register', person({ username: 'a b' }), [
    'a bad name',
    'VALIDATION_FAILED',
    'username',
  ]),
  refused('anonymous', 'register', person({ password: 'short' }), [
    'a short password',
    'VALIDATION_FAILED',
    'password',
  ]),
  refused('anonymous', 'register', person({ username: 'Berth' }), [
    'a name of the platform itself',
    'VALIDATION_FAILED',
    'username',
  ]),
  refused('anonymous', 'register', person({ username: '\u0430d\u0430' }), [
    'a name that looks like another',
    'ALREADY_EXISTS',
  ]),
  refused('anonymous', 'register', person({ profile: { givenName: 'a\r\nb' } }), [
    'a given name of two lines',
    'VALIDATION_FAILED',
    'profile.givenName',
  ]),
  refused('anonymous', 'register', person({ profile: { lab: 'cut \ud83d' } }), [
    'half a character',
    'VALIDATION_FAILED',
    'profile.lab',
  ]),
  refused('anonymous', 'register', person({ username: 'ADA' }), ['a name that is taken', 'ALREADY_EXISTS']),
  refused('anonymous', 'register', person({ email: 'Ada@example.org' }), [
    'an address that is taken',
    'ALREADY_EXISTS',
  ]),
  refused('anonymous', 'register', person({ profile: { phone: 'call me' } }), [
    'no phone number',
    'VALIDATION_FAILED',
    'profile.phone',
  ]),
  refused('anonymous', 'login', { login: 'ada', password: 'wrong' }, ['a wrong password', 'UNAUTHENTICATED']),
  refused('anonymous', 'login', { login: 'nobody', password: 'wrong' }, [
    'an unknown user',
    'UNAUTHENTICATED',
  ]),
  refused('anonymous', 'refresh', { refreshToken: 'x' }, ['a short token', 'UNAUTHENTICATED']),
  refused('anonymous', 'refresh', { refreshToken: 'x'.repeat(40) }, ['a made-up token', 'UNAUTHENTICATED']),
  refused('ada', 'changePassword', { currentPassword: 'wrong', newPassword: PASSWORD + '!' }, [
    'without the old one',
    'FORBIDDEN',
    'currentPassword',
  ]),
  refused('ada', 'setRole', ({ lab }: World) => ({ userId: lab.ada.id, role: 'ADMIN' }), [
    'by a member',
    'FORBIDDEN',
  ]),
  refused('admin', 'setRole', { userId: newId(), role: 'AUDITOR' }, [
    'of an unknown user',
    'NOT_FOUND',
    'userId',
  ]),
  refused('admin', 'setRole', ({ lab }: World) => ({ userId: lab.admin.id, role: 'MEMBER' }), [
    'of the last admin',
    'INVALID_STATE',
    'userId',
  ]),
  refused('admin', 'suspendUser', ({ lab }: World) => ({ userId: lab.admin.id }), [
    'the last admin',
    'INVALID_STATE',
    'userId',
  ]),
  refused('eve', 'createProject', { name: 'd\u0456g\u0456ts' }, [
    'a name that looks like another',
    'ALREADY_EXISTS',
    'name',
  ]),
  refused('eve', 'createProject', { name: 'half \ud83d' }, ['half a character', 'VALIDATION_FAILED', 'name']),
  refused('eve', 'createProject', { name: 'digits' }, ['a name that is taken', 'ALREADY_EXISTS', 'name']),
  refused('eve', 'createProject', ({ lab }: World) => ({ name: 'hers', leadId: lab.ada.id }), [
    'led by another',
    'FORBIDDEN',
    'leadId',
  ]),
  refused('eve', 'addMember', ({ lab, eve }: World) => ({ projectId: lab.project, userId: eve.id }), [
    "oneself to another's",
    'NOT_FOUND',
    'projectId',
  ]),
  refused('ada', 'addMember', ({ lab }: World) => ({ projectId: lab.project, userId: newId() }), [
    'an unknown user',
    'NOT_FOUND',
    'userId',
  ]),
  refused('ada', 'createApiToken', { name: 'x', scopes: [] }, ['for nothing', 'VALIDATION_FAILED', 'scopes']),
  refused('ada', 'createApiToken', { name: 'x', scopes: ['READ'], expiresInDays: 1_000 }, [
    'for too long',
    'VALIDATION_FAILED',
    'expiresInDays',
  ]),
  refused('ada', 'revokeApiToken', { tokenId: newId() }, ['an unknown one', 'NOT_FOUND', 'tokenId']),
];

import { createCalendarFeed } from '@berth/contracts/scheduler/calendar-feeds';
import { submitJob } from '@berth/contracts/scheduler/operations';
import { newId } from '@berth/kernel/ids';
import type { Case } from './case.js';
import { answerOf } from './api-cases.js';
import type { Token } from './forger.js';

const VIEWER = '{ viewer { id role } }';

const WRONG: readonly (readonly [name: string, token: Token])[] = [
  ['expired', { lifeSeconds: -60 }],
  ['for another audience', { audience: 'another' }],
  ['from another issuer', { issuer: 'https://elsewhere.example' }],
  ['of another type', { header: { typ: 'JWT' } }],
  ['signed by another key', { key: 'another' }],
  ['signed by an unknown key', { header: { kid: 'unknown' } }],
  ['not signed at all', { key: 'none' }],
  ['signed with the public key', { key: 'public', header: { alg: 'HS256' } }],
  ['without a session', { claims: { sid: undefined } }],
  ['of a role that is none', { claims: { role: 'emperor' } }],
  ['of a user that is no id', { claims: { sub: 'root' } }],
];

/** Tokens that are wrong in one thing, at both doors: the gateway, and a service for who has got past the gateway. */
export const tokens: readonly Case[] = [
  ...WRONG.flatMap(([name, wanted]): Case[] => [
    {
      name: `a token ${name}`,
      code: 'UNAUTHENTICATED',
      attempt: async ({ platform, forger }) =>
        answerOf(await platform.api.as(await forger.token(wanted)).answer(VIEWER)),
    },
    {
      name: `a token ${name}, at a service`,
      code: 'UNAUTHENTICATED',
      attempt: async ({ gateway, forger }) =>
        gateway.ask(submitJob.subject, { input: {}, token: await forger.token(wanted) }),
    },
  ]),
  {
    name: 'no token but nonsense',
    code: 'UNAUTHENTICATED',
    attempt: async ({ platform }) => answerOf(await platform.api.as('nonsense').answer(VIEWER)),
  },
  ...['read', 'read jobs', 'read jobs admin'].map((scope): Case => ({
    name: `an API token (${scope}) that would make a calendar feed`,
    code: 'FORBIDDEN',
    field: 'token',
    attempt: async ({ gateway, forger }) =>
      gateway.ask(createCalendarFeed.subject, {
        input: { scope: 'user' },
        token: await forger.token({ claims: { sid: undefined, tid: newId(), scope } }),
      }),
  })),
  {
    name: 'an API token that was never made',
    code: 'UNAUTHENTICATED',
    attempt: async ({ platform }) =>
      answerOf(await platform.api.as(`berth_${'x'.repeat(40)}`).answer(VIEWER)),
  },
  {
    name: 'an API token that is too short',
    code: 'UNAUTHENTICATED',
    attempt: async ({ platform }) => answerOf(await platform.api.as('berth_x').answer(VIEWER)),
  },
  {
    name: 'an authorization that is no bearer',
    code: 'UNAUTHENTICATED',
    attempt: async ({ platform }) =>
      answerOf(await platform.api.answer(VIEWER, {}, { authorization: 'Basic cm9vdDpyb290' })),
  },
];

import { z } from 'zod';
import { defineEvent, type EventOf } from '../define.js';
import { id, instant, name, sealedValue } from '../fields.js';

export const roles = ['admin', 'operator', 'member', 'auditor', 'guest'] as const;
export const role = z.enum(roles);
export type Role = z.output<typeof role>;

export const userStatuses = ['awaitingActivation', 'active', 'suspended', 'deleted'] as const;
export const userStatus = z.enum(userStatuses);
export type UserStatus = z.output<typeof userStatus>;

export const memberRoles = ['lead', 'member'] as const;
export const memberRole = z.enum(memberRoles);
export type MemberRole = z.output<typeof memberRole>;

const userId = id;

/** A person's names, address and password verifier are sealed under the person's own key. */
export const userEvents = {
  registered: defineEvent(
    'auth.user.registered.v1',
    'A person registered, or an admin was created by command.',
    z.object({
      userId,
      role,
      status: z.enum(['awaitingActivation', 'active']),
      profile: sealedValue,
      verifier: sealedValue,
    }),
  ),
  profileUpdated: defineEvent(
    'auth.user.profileUpdated.v1',
    'Names, address, locale changed.',
    z.object({ userId, profile: sealedValue }),
  ),
  passwordChanged: defineEvent(
    'auth.user.passwordChanged.v1',
    'A new password verifier; sessions end.',
    z.object({ userId, verifier: sealedValue }),
  ),
  roleSet: defineEvent('auth.user.roleSet.v1', 'The role changed.', z.object({ userId, role })),
  activated: defineEvent('auth.user.activated.v1', 'May log in from now on.', z.object({ userId })),
  suspended: defineEvent(
    'auth.user.suspended.v1',
    'May not log in; sessions end.',
    z.object({ userId, reason: z.string().optional() }),
  ),
  deleted: defineEvent(
    'auth.user.deleted.v1',
    'Gone; the key of the personal data is erased, history stays.',
    z.object({ userId }),
  ),
};
export type UserEvent = EventOf<typeof userEvents>;

export const projectEvents = {
  created: defineEvent(
    'auth.project.created.v1',
    'A project, with its first lead.',
    z.object({ projectId: id, name, description: z.string().optional(), leadId: userId }),
  ),
  memberAdded: defineEvent(
    'auth.project.memberAdded.v1',
    'A user belongs to the project, or changes part in it.',
    z.object({ projectId: id, userId, memberRole }),
  ),
  memberRemoved: defineEvent(
    'auth.project.memberRemoved.v1',
    'A user no longer belongs to the project.',
    z.object({ projectId: id, userId }),
  ),
  archived: defineEvent(
    'auth.project.archived.v1',
    'Takes no more work; history stays.',
    z.object({ projectId: id }),
  ),
};
export type ProjectEvent = EventOf<typeof projectEvents>;

export const sessionEvents = {
  started: defineEvent(
    'auth.session.started.v1',
    'Logged in: a family of refresh tokens begins.',
    z.object({
      sessionId: id,
      userId,
      refreshHash: z.string(),
      expiresAt: instant,
      client: z.string().optional(),
    }),
  ),
  refreshed: defineEvent(
    'auth.session.refreshed.v1',
    'The refresh token was traded for its successor.',
    z.object({ sessionId: id, userId, usedHash: z.string(), refreshHash: z.string(), expiresAt: instant }),
  ),
  ended: defineEvent(
    'auth.session.ended.v1',
    'No token of the family is good any more.',
    z.object({
      sessionId: id,
      userId,
      cause: z.enum(['logout', 'reuse', 'password', 'suspended', 'deleted', 'expired']),
    }),
  ),
};
export type SessionEvent = EventOf<typeof sessionEvents>;

export const apiTokenScopes = ['read', 'jobs', 'admin'] as const;
export const apiTokenScope = z.enum(apiTokenScopes);
export type ApiTokenScope = z.output<typeof apiTokenScope>;

export const apiTokenEvents = {
  created: defineEvent(
    'auth.apiToken.created.v1',
    'A token for scripts; only its hash is kept.',
    z.object({
      tokenId: id,
      userId,
      name,
      scopes: z.array(apiTokenScope),
      hash: z.string(),
      expiresAt: instant,
    }),
  ),
  revoked: defineEvent(
    'auth.apiToken.revoked.v1',
    'The token is no longer good.',
    z.object({ tokenId: id, userId }),
  ),
};
export type ApiTokenEvent = EventOf<typeof apiTokenEvents>;

/** A claim makes a name unique: its stream is named by an HMAC of the name, and appended with "no stream". */
export const claimEvents = {
  made: defineEvent(
    'auth.claim.made.v1',
    'The name belongs to an intent, held whole until it completes.',
    z.object({
      kind: z.enum(['email', 'username', 'phone', 'firstUser', 'projectName']),
      ownerId: id,
      intent: sealedValue.optional(),
      expiresAt: instant.optional(),
    }),
  ),
  completed: defineEvent(
    'auth.claim.completed.v1',
    'What the claim was for has happened.',
    z.object({ ownerId: id }),
  ),
  released: defineEvent('auth.claim.released.v1', 'The name is free again.', z.object({ ownerId: id })),
};
export type ClaimEvent = EventOf<typeof claimEvents>;

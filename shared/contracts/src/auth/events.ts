import { z } from 'zod';
import { defineEvent, type EventOf } from '../define.js';
import { id, instant, recordedName, sealedValue } from '../fields.js';
import { apiTokenScope, role } from './roles.js';

export const userStatuses = ['awaitingActivation', 'active', 'suspended', 'deleted'] as const;
export const userStatus = z.enum(userStatuses);
export type UserStatus = z.output<typeof userStatus>;

export const memberRoles = ['lead', 'member'] as const;
export const memberRole = z.enum(memberRoles);
export type MemberRole = z.output<typeof memberRole>;

const userId = id;
/** Ids of the claims that keep a user's names unique: HMACs, so that the log contains no addresses. */
const nameClaims = z.object({
  username: z.string(),
  email: z.string(),
  phone: z.string().optional(),
});
export type NameClaims = z.output<typeof nameClaims>;

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
      claims: nameClaims.optional(),
    }),
  ),
  profileUpdated: defineEvent(
    'auth.user.profileUpdated.v1',
    'Names, address, locale changed.',
    z.object({ userId, profile: sealedValue, claims: nameClaims.optional() }),
  ),
  passwordChanged: defineEvent(
    'auth.user.passwordChanged.v1',
    'A new password verifier; all sessions end except the one that made the change.',
    z.object({ userId, verifier: sealedValue, keptSessionId: id.optional() }),
  ),
  roleSet: defineEvent('auth.user.roleSet.v1', 'The role changed.', z.object({ userId, role })),
  activated: defineEvent('auth.user.activated.v1', 'The user may log in from now on.', z.object({ userId })),
  suspended: defineEvent(
    'auth.user.suspended.v1',
    'The user may not log in; all sessions end.',
    z.object({ userId, reason: z.string().optional() }),
  ),
  deleted: defineEvent(
    'auth.user.deleted.v1',
    'The account was deleted; the key of its personal data is erased, the history is kept.',
    z.object({ userId }),
  ),
};
export type UserEvent = EventOf<typeof userEvents>;

export const projectEvents = {
  created: defineEvent(
    'auth.project.created.v1',
    'A project, with its first lead.',
    z.object({ projectId: id, name: recordedName, description: z.string().optional(), leadId: userId }),
  ),
  memberAdded: defineEvent(
    'auth.project.memberAdded.v1',
    'A user was added to the project, or has a new role in it.',
    z.object({ projectId: id, userId, memberRole }),
  ),
  memberRemoved: defineEvent(
    'auth.project.memberRemoved.v1',
    'A user no longer belongs to the project.',
    z.object({ projectId: id, userId }),
  ),
  archived: defineEvent(
    'auth.project.archived.v1',
    'The project takes no more work; its history is kept.',
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
      /** No refresh takes the session beyond this. */
      endsAt: instant.optional(),
      /** How many times the user's password had changed. */
      passwordVersion: z.number().int().optional(),
      /** In earlier events; since then `clientName` has it. */
      client: z.string().optional(),
      /** Which program or browser: sealed under the person's key. */
      clientName: sealedValue.optional(),
    }),
  ),
  refreshed: defineEvent(
    'auth.session.refreshed.v1',
    'The refresh token was exchanged for its successor.',
    z.object({
      sessionId: id,
      userId,
      usedHash: z.string(),
      refreshHash: z.string(),
      expiresAt: instant,
      refreshedAt: instant.optional(),
    }),
  ),
  ended: defineEvent(
    'auth.session.ended.v1',
    'The session ended; none of its tokens is valid any more.',
    z.object({
      sessionId: id,
      userId,
      cause: z.enum(['logout', 'reuse', 'password', 'suspended', 'deleted', 'expired']),
      /** The cause is a logout from elsewhere, by this user: the owner or an admin. */
      revokedBy: id.optional(),
    }),
  ),
};
export type SessionEvent = EventOf<typeof sessionEvents>;

/**
 * A log-in of a program by somebody's browser elsewhere (RFC 8628). The id follows from the user code by HMAC; the log has
 * neither that code nor the device's.
 */
export const deviceLoginEvents = {
  requested: defineEvent(
    'auth.deviceLogin.requested.v1',
    'A program asked to be logged in by a code that a user enters elsewhere.',
    z.object({
      deviceLoginId: id,
      /** SHA-256 of the code that the program keeps. */
      codeHash: z.string(),
      requestedAt: instant,
      expiresAt: instant,
      /** Which program, and from which network: sealed under a key that is erased when it is over. */
      request: sealedValue,
    }),
  ),
  approved: defineEvent(
    'auth.deviceLogin.approved.v1',
    'The user lets the program log in.',
    z.object({
      deviceLoginId: id,
      userId,
      /** How many times the user's password had changed: a later change takes the approval back. */
      passwordVersion: z.number().int(),
    }),
  ),
  denied: defineEvent(
    'auth.deviceLogin.denied.v1',
    'The user refused the program.',
    z.object({ deviceLoginId: id, userId }),
  ),
  ended: defineEvent(
    'auth.deviceLogin.ended.v1',
    'The codes are good no more: the program was logged in, or the time was up.',
    z.object({ deviceLoginId: id, cause: z.enum(['used', 'expired']) }),
  ),
};
export type DeviceLoginEvent = EventOf<typeof deviceLoginEvents>;

export const preferencesEvents = {
  changed: defineEvent(
    'auth.preferences.changed.v1',
    'What a user wants of screens and programs changed; the whole of it, sealed under the key of the person.',
    z.object({ userId, preferences: sealedValue }),
  ),
};
export type PreferencesEvent = EventOf<typeof preferencesEvents>;

export const apiTokenEvents = {
  created: defineEvent(
    'auth.apiToken.created.v1',
    'A token for scripts; only its hash is kept.',
    z.object({
      tokenId: id,
      userId,
      name: recordedName,
      scopes: z.array(apiTokenScope),
      hash: z.string(),
      expiresAt: instant,
    }),
  ),
  revoked: defineEvent(
    'auth.apiToken.revoked.v1',
    'The token was revoked.',
    z.object({ tokenId: id, userId }),
  ),
};
export type ApiTokenEvent = EventOf<typeof apiTokenEvents>;

const claimKinds = ['email', 'username', 'phone', 'firstUser', 'projectName'] as const;
export const claimKind = z.enum(claimKinds);
export type ClaimKind = z.output<typeof claimKind>;

/**
 * A claim makes a name unique: its stream is named by an HMAC of the name, and appended with "no stream".
 * An intent may need several names; the first one's claim holds it whole and decides whether it stands.
 */
export const claimEvents = {
  made: defineEvent(
    'auth.claim.made.v1',
    'The name is claimed for an intent, which the event contains.',
    z.object({
      kind: claimKind,
      ownerId: id,
      intentId: id.optional(),
      intent: sealedValue.optional(),
      expiresAt: instant.optional(),
    }),
  ),
  completed: defineEvent(
    'auth.claim.completed.v1',
    'The claim is final: the intent was committed.',
    z.object({ ownerId: id, intentId: id.optional() }),
  ),
  released: defineEvent(
    'auth.claim.released.v1',
    'The name is free again; `taken` is the other name of the intent that was taken.',
    z.object({ ownerId: id, intentId: id.optional(), taken: claimKind.optional() }),
  ),
};
export type ClaimEvent = EventOf<typeof claimEvents>;

/** Active admins. An admin leaves the roster first, so that at least one remains under concurrent changes. */
export const adminRosterEvents = {
  joined: defineEvent(
    'auth.adminRoster.joined.v1',
    'The user is an active admin, as of an event of their own stream.',
    z.object({ userId, userVersion: z.number().int() }),
  ),
  left: defineEvent(
    'auth.adminRoster.left.v1',
    'The user ceases to be an active admin; what happens to the account follows.',
    z.object({
      userId,
      userVersion: z.number().int(),
      change: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('setRole'), role }),
        z.object({ kind: z.literal('suspend'), reason: z.string().optional() }),
        z.object({ kind: z.literal('delete') }),
      ]),
    }),
  ),
};
export type AdminRosterEvent = EventOf<typeof adminRosterEvents>;

export const keyringEvents = {
  keyAdded: defineEvent(
    'auth.keyring.keyAdded.v1',
    'A key pair for access tokens (Ed25519). The private part is encrypted with a key that is erased after its use.',
    z.object({
      kid: id,
      /** `x` of the public JSON Web Key (RFC 8037). */
      publicKey: z.string(),
      privateKey: sealedValue,
      signsFrom: instant,
      signsUntil: instant,
      /** Tokens signed at the last moment expire before this. */
      verifiesUntil: instant,
    }),
  ),
};
export type KeyringEvent = EventOf<typeof keyringEvents>;

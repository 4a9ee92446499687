import { claimKind } from '@berth/contracts/auth/events';
import { role } from '@berth/contracts/auth/roles';
import { id } from '@berth/contracts/fields';
import type { RecordedEvent } from '@berth/event-store';
import { causedBy, type CommandMeta } from '@berth/service-host/command-meta';
import { z } from 'zod';

/**
 * Metadata of a step that carries out what an event has decided. The steps count as the caller's own, so that caller
 * and command are in their history; every attempt of a step uses the same metadata.
 */
export const continuationMeta = (
  process: string,
  cause: RecordedEvent,
  now: string,
  step: string,
): CommandMeta => ({
  ...causedBy(process, cause, cause.metadata.command, now, step),
  actor: cause.metadata.actor,
  inputHash: cause.metadata.inputHash,
});

/** Profile fields as they are stored, names included: what is sealed in an account's events. */
export const storedProfile = z.object({
  username: z.string(),
  email: z.string(),
  givenName: z.string().optional(),
  familyName: z.string().optional(),
  organisation: z.string().optional(),
  lab: z.string().optional(),
  phone: z.string().optional(),
  locale: z.string().optional(),
  timeZone: z.string().optional(),
});
export type StoredProfile = z.output<typeof storedProfile>;

/** The names that an intent needs, the deciding one first. */
const claims = z.array(z.object({ kind: claimKind, id: z.string() })).min(1);

export const registration = z.object({
  purpose: z.literal('registration'),
  intentId: id,
  userId: id,
  claims,
  /** Set if an admin is created by command; otherwise the role depends on whether this is the first user. */
  role: role.optional(),
  status: z.enum(['active', 'awaitingActivation']),
  profile: storedProfile,
  verifier: z.string(),
});
export type Registration = z.output<typeof registration>;

export const profileChange = z.object({
  purpose: z.literal('profileChange'),
  intentId: id,
  userId: id,
  claims,
  /** Fields that change; an empty text clears one. */
  changes: storedProfile.partial(),
});
export type ProfileChange = z.output<typeof profileChange>;

export const projectCreation = z.object({
  purpose: z.literal('projectCreation'),
  intentId: id,
  claims,
  projectId: id,
  name: z.string(),
  description: z.string().optional(),
  leadId: id,
});
export type ProjectCreation = z.output<typeof projectCreation>;

/** An operation that needs unique names, with everything that is needed to execute it. */
export const intent = z.discriminatedUnion('purpose', [registration, profileChange, projectCreation]);
export type Intent = z.output<typeof intent>;

/** Who the names belong to. */
export const ownerOf = (wanted: Intent): string =>
  wanted.purpose === 'projectCreation' ? wanted.projectId : wanted.userId;
/** Each intent has its own key, which is erased when the intent is completed. */
export const sealedUnder = (wanted: Intent): string => `intent:${wanted.intentId}`;

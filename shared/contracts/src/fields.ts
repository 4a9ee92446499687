import { z } from 'zod';
import { ID_PATTERN } from '@berth/kernel/ids';

/** Schemas that many contracts share. Messages say what would be right. */
export const id = z
  .string()
  .regex(ID_PATTERN, 'must be an id (ULID): 26 characters of 0-9 and A-Z without I, L, O, U');
export const instant = z.iso.datetime({
  precision: 3,
  message: 'must be an instant in UTC such as 2026-01-31T08:00:00.000Z',
});
/** Names in events: they were validated when they were given, by the rules of that time. */
export const recordedName = z.string().trim().min(1).max(120);

/** May have several lines, but no other control characters, which could falsify lists and terminal output. */
export const text = (max: number) =>
  z
    .string()
    .max(max, `must have at most ${max} characters`)
    .regex(/^(?:\P{Cc}|[\t\n\r])*$/u, 'must not contain control characters');
/**
 * One line that is shown as it is written: without what ends lines (also in calendars and mails), what turns the
 * direction of what follows, and what is not seen. Joiners (U+200C, U+200D) are part of writing in Persian and of emoji.
 */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `must have at most ${max} characters`)
    .regex(
      /^(?:[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|[\u200c\u200d])*$/u,
      'must be one line without control or invisible characters',
    );
export const name = line(120).min(1, 'must not be empty');
/** Of a pool or project: the id, or the name. */
export const nameOrId = z.string().min(1).max(120);
/** For programs: any text that can be handed to one. */
export const argument = (max: number) => z.string().max(max, `must have at most ${max} characters`);
export const reason = text(1000).trim().min(1, 'must not be empty: give a reason');

/** A value of a person or project that is encrypted under a key kept outside the log; erase the key and it is gone. */
export const sealedValue = z.object({ keyId: z.string(), iv: z.string(), data: z.string() });
export type SealedValue = z.output<typeof sealedValue>;

/** Items of a page at most. */
export const MAX_PAGE = 200;

export const page = z.object({
  first: z.number().int().min(1).max(MAX_PAGE).default(50),
  after: z.string().max(2000).optional(),
  last: z.number().int().min(1).max(MAX_PAGE).optional(),
  before: z.string().max(2000).optional(),
  /** Also answers `totalCount`, where the list can be counted. */
  count: z.boolean().optional(),
});
export type PageInput = z.input<typeof page>;

/** By the instant of creation, or of the start where a list is of windows. */
export const listSorts = ['newest', 'oldest'] as const;
export type ListSort = (typeof listSorts)[number];

/** Of lists whose items have names that an index holds. */
export const namedListSorts = [...listSorts, 'name'] as const;
export type NamedListSort = (typeof namedListSorts)[number];

/** What lists that are ordered by creation have in common: since `createdFrom`, and before `createdUntil`. */
export const byCreation = {
  createdFrom: instant.optional(),
  createdUntil: instant.optional(),
  sort: z.enum(listSorts).optional(),
};

/** Lists are counted up to here: `totalCount` is never more. */
export const MAX_COUNTED = 10_000;

/** A page of a view, in its order; cursors are opaque. */
export type PageOf<T> = {
  readonly items: readonly { readonly cursor: string; readonly node: T }[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Where reading stopped before the page was full; else the cursor of the first or last item. */
  readonly startCursor?: string;
  readonly endCursor?: string;
  /** Of the whole list, up to `MAX_COUNTED`. */
  readonly totalCount?: number;
};

/** How long devices are reserved, asked or waited for. */
export const reservationMinutes = z
  .number()
  .min(1, 'must be at least 1 minute')
  .max(60 * 24 * 366);

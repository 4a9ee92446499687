import { z } from 'zod';
import { defineCommand, defineEvent, defineQuery, type EventOf } from '../define.js';
import { id, instant, sealedValue } from '../fields.js';

/** Events of stream `accounts:<hostId>`. */
const mapping = { hostId: id, userId: id, accountKey: z.string() };

/** Whose accounts those on hosts are. The name is sealed under its user's key; `accountKey` is what it is found again by. */
export const accountEvents = {
  mapped: defineEvent(
    'scheduler.accounts.mapped.v1',
    "An account on a host is a user's from now on: its processes count as theirs.",
    z.object({ ...mapping, account: sealedValue, mappedAt: instant }),
  ),
  unmapped: defineEvent(
    'scheduler.accounts.unmapped.v1',
    "An account on a host is nobody's from now on.",
    z.object({ ...mapping, unmappedAt: instant }),
  ),
};
export type AccountEvent = EventOf<typeof accountEvents>;

export type AccountView = {
  readonly userId: string;
  readonly hostId: string;
  readonly account: string;
  readonly mappedAt: string;
};

/** Names that POSIX calls portable (3.437 User Name), as short as Linux takes them. */
const accountName = z
  .string()
  .regex(
    /^[A-Za-z0-9_.][A-Za-z0-9_.-]{0,31}$/,
    'must be the name of an account: 1 to 32 letters, digits, or . _ -, not beginning with -',
  );

export const mapAccount = defineCommand<AccountView>()(
  'scheduler',
  'accounts',
  'map',
  z.strictObject({ userId: id, hostId: id, account: accountName }),
);
export const unmapAccount = defineCommand()(
  'scheduler',
  'accounts',
  'unmap',
  z.strictObject({ hostId: id, account: accountName }),
);
/** Those who run the place see all; others their own. */
export const accountsQuery = defineQuery<readonly AccountView[]>()(
  'scheduler',
  'accounts',
  z.strictObject({ userId: id.optional(), hostId: id.optional() }),
);

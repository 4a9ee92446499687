import { z } from 'zod';
import { defineCommand, defineEvent, defineQuery, type EventOf } from '../define.js';
import { id, instant, sealedValue } from '../fields.js';

/** Events of stream `accounts:<hostId>`. */
const mapping = { hostId: id, userId: id, accountKey: z.string() };

/**
 * The accounts of users on hosts. The name is sealed under its user's key; `accountKey` is the key by which it is
 * found.
 */
export const accountEvents = {
  mapped: defineEvent(
    'scheduler.accounts.mapped.v1',
    'An account on a host is mapped to a user from now on: its processes count as those of the user.',
    z.object({ ...mapping, account: sealedValue, mappedAt: instant }),
  ),
  unmapped: defineEvent(
    'scheduler.accounts.unmapped.v1',
    'An account on a host is no longer mapped to a user.',
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
    'must be an account name: 1 to 32 letters, digits, or . _ -, not beginning with -',
  );

export const mapAccount = defineCommand<AccountView>('mapAccounts')(
  'scheduler',
  'accounts',
  'map',
  z.strictObject({ userId: id, hostId: id, account: accountName }),
);
export const unmapAccount = defineCommand('mapAccounts')(
  'scheduler',
  'accounts',
  'unmap',
  z.strictObject({ hostId: id, account: accountName }),
);
/** Staff see all; others see their own. */
export const accountsQuery = defineQuery<readonly AccountView[]>('read')(
  'scheduler',
  'accounts',
  z.strictObject({ userId: id.optional(), hostId: id.optional() }),
);

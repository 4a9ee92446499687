import type { GrantEvent } from '@berth/contracts/inventory/events';

export type GrantTerms = Extract<GrantEvent, { type: 'inventory.grant.created.v1' }>['data'];

export type GrantCommand =
  | { readonly type: 'CreateGrant'; readonly grant: GrantTerms }
  | { readonly type: 'RevokeGrant'; readonly grantId: string };

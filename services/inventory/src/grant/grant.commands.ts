import type { GrantEvent } from '@berth/contracts/inventory/events';

export type GrantTerms = Extract<GrantEvent, { type: 'inventory.grant.created.v1' }>['data'];

export type GrantCommand =
  | { readonly type: 'createGrant'; readonly grant: GrantTerms }
  | { readonly type: 'revokeGrant'; readonly grantId: string };

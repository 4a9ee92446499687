import type { PoolIntent } from '@berth/contracts/inventory/events';

export type PoolCommand =
  | { readonly type: 'createPool'; readonly pool: Extract<PoolIntent, { kind: 'create' }>['pool'] }
  | { readonly type: 'updatePool'; readonly pool: Extract<PoolIntent, { kind: 'update' }>['pool'] };

/** The command that carries an intent out. */
export const commandOf = (intent: PoolIntent): PoolCommand =>
  intent.kind === 'create'
    ? { type: 'createPool', pool: intent.pool }
    : { type: 'updatePool', pool: intent.pool };

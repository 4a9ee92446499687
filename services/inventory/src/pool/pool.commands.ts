import type { PoolIntent } from '@berth/contracts/inventory/events';

export type PoolCommand =
  | { readonly type: 'CreatePool'; readonly pool: Extract<PoolIntent, { kind: 'create' }>['pool'] }
  | { readonly type: 'UpdatePool'; readonly pool: Extract<PoolIntent, { kind: 'update' }>['pool'] };

/** The command that carries an intent out. */
export const commandOf = (intent: PoolIntent): PoolCommand =>
  intent.kind === 'create'
    ? { type: 'CreatePool', pool: intent.pool }
    : { type: 'UpdatePool', pool: intent.pool };

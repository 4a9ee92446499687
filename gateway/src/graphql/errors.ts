import type { Rejection, RejectionCode } from '@berth/kernel/rejection';
import type { ObjectRef } from '@pothos/core';
import { builder, type BuilderTypes } from './builder.js';

/** A rejection with the GraphQL type that stands for its code. */
export interface Refusal extends Rejection {
  readonly refusal: RefusalType;
}

/** The GraphQL type of each code. */
export const TYPE_OF_CODE = {
  VALIDATION_FAILED: 'ValidationFailed',
  UNAUTHENTICATED: 'Unauthenticated',
  FORBIDDEN: 'Forbidden',
  NOT_FOUND: 'NotFound',
  ALREADY_EXISTS: 'AlreadyExists',
  INVALID_STATE: 'InvalidState',
  IDEMPOTENCY_KEY_REUSED: 'IdempotencyKeyReused',
  QUOTA_EXCEEDED: 'QuotaExceeded',
  QUEUE_FULL: 'QueueFull',
  CAN_NEVER_RUN: 'CanNeverRun',
  RESERVATION_CONFLICT: 'ReservationConflict',
  RATE_LIMITED: 'RateLimited',
  VIEW_BEHIND: 'Unavailable',
  UNAVAILABLE: 'Unavailable',
} as const satisfies { readonly [code in RejectionCode]: string };
export type RefusalType = (typeof TYPE_OF_CODE)[RejectionCode];

export const toRefusal = (rejection: Rejection): Refusal => ({
  ...rejection,
  refusal: TYPE_OF_CODE[rejection.code],
});

/** As clients send it, and as a refusal of it says. */
const IDEMPOTENCY_HEADER = 'Idempotency-Key';

const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'refusal' in value;

export const ErrorInterface = builder.interfaceRef<Refusal>('Error').implement({
  description: 'A refusal. Nothing was changed.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable code, for programs.' }),
    message: t.exposeString('message', {
      description: 'Message for users: what is wrong and how to correct it.',
    }),
    field: t.string({
      nullable: true,
      description:
        'The invalid field of the input, for example `input.gpus.count`, or the header `Idempotency-Key`.',
      resolve: ({ code, field }) => {
        if (code === 'IDEMPOTENCY_KEY_REUSED') return IDEMPOTENCY_HEADER;
        return field === undefined ? null : `input.${field}`;
      },
    }),
    details: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Further data about the refusal.',
      resolve: (refusal) => refusal.details ?? null,
    }),
  }),
});

const DESCRIPTIONS: { readonly [type in RefusalType]: string } = {
  ValidationFailed: 'A field of the input is invalid.',
  Unauthenticated: 'The access token is missing or invalid.',
  Forbidden: 'The caller is not permitted to do this.',
  NotFound: 'There is no such object, or the caller may not see it.',
  AlreadyExists: 'The name or id is already in use.',
  InvalidState: 'The current state of the object does not allow it.',
  IdempotencyKeyReused: 'The idempotency key was already used for another operation or a different input.',
  QuotaExceeded: 'It would exceed a quota.',
  QueueFull: 'The limit of waiting jobs of this user in the pool is reached.',
  CanNeverRun: 'No host of the pool can ever run it.',
  ReservationConflict: 'The devices are not free for the whole window.',
  RateLimited: 'Rate limit exceeded; try again later.',
  Unavailable: 'Temporarily unavailable; retry with the same idempotency key.',
};

const refusalType = (name: RefusalType) =>
  builder.objectRef<Refusal>(name).implement({
    description: DESCRIPTIONS[name],
    interfaces: [ErrorInterface],
    isTypeOf: (value) => isRefusal(value) && value.refusal === name,
  });

/** Has further fields, see conflict.fields.ts. */
export const ReservationConflict = refusalType('ReservationConflict');

const refusalTypes = (Object.keys(DESCRIPTIONS) as RefusalType[]).map((name) =>
  name === 'ReservationConflict' ? ReservationConflict : refusalType(name),
);

/** `<Name>Result = <Name>Success | ValidationFailed | …`: every refusal may come of every mutation. */
export function resultUnion(name: string, success: ObjectRef<BuilderTypes, object>) {
  const types: readonly ObjectRef<BuilderTypes, object>[] = [success, ...refusalTypes];
  return builder.unionType(`${name}Result`, {
    description: `Result of \`${name.charAt(0).toLowerCase()}${name.slice(1)}\`.`,
    types: [...types],
    resolveType: (value: object) => (isRefusal(value) ? value.refusal : `${name}Success`),
  });
}

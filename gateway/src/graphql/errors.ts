import type { Rejection, RejectionCode } from '@berth/kernel/rejection';
import type { ObjectRef } from '@pothos/core';
import { builder, type BuilderTypes } from './builder.js';

/** A rejection with the GraphQL type that stands for its code. */
export interface Refusal extends Rejection {
  readonly refusal: RefusalType;
}

const TYPE_OF_CODE = {
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
  description: 'Why something was refused. Nothing was changed.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable, for programs.' }),
    message: t.exposeString('message', { description: 'For people: what is wrong and what would be right.' }),
    field: t.string({
      nullable: true,
      description:
        'The field of the input that is wrong, for example `input.gpus.count`, or the header `Idempotency-Key`.',
      resolve: ({ code, field }) => {
        if (code === 'IDEMPOTENCY_KEY_REUSED') return IDEMPOTENCY_HEADER;
        return field === undefined ? null : `input.${field}`;
      },
    }),
    details: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Numbers behind the refusal.',
      resolve: (refusal) => refusal.details ?? null,
    }),
  }),
});

const DESCRIPTIONS: { readonly [type in RefusalType]: string } = {
  ValidationFailed: 'A field of the input is wrong.',
  Unauthenticated: 'No access token, or one that does not hold.',
  Forbidden: 'The caller may see it but not do this.',
  NotFound: 'There is no such thing, or none that the caller may see.',
  AlreadyExists: 'Something else has that name or id.',
  InvalidState: 'It can not be done to the thing as it is now.',
  IdempotencyKeyReused: 'The idempotency key was used for something else, or with another input.',
  QuotaExceeded: 'It would go beyond a quota.',
  QueueFull: 'The pool takes no more waiting jobs of this user.',
  CanNeverRun: 'No host of the pool could ever run it.',
  ReservationConflict: 'The devices are not free for the whole window.',
  RateLimited: 'Too often; try again later.',
  Unavailable: 'It can not be done right now; try again with the same idempotency key.',
};

const refusalType = (name: RefusalType) =>
  builder.objectRef<Refusal>(name).implement({
    description: DESCRIPTIONS[name],
    interfaces: [ErrorInterface],
    isTypeOf: (value) => isRefusal(value) && value.refusal === name,
  });

/** Has further fields, which are defined with what they are about. */
export const ReservationConflict = refusalType('ReservationConflict');

const refusalTypes = (Object.keys(DESCRIPTIONS) as RefusalType[]).map((name) =>
  name === 'ReservationConflict' ? ReservationConflict : refusalType(name),
);

/** `<Name>Result = <Name>Success | ValidationFailed | …`: every refusal may come of every mutation. */
export function resultUnion<T extends object>(name: string, success: ObjectRef<BuilderTypes, T>) {
  return builder.unionType(`${name}Result`, {
    description: `What came of \`${name.charAt(0).toLowerCase()}${name.slice(1)}\`.`,
    types: [success as never, ...refusalTypes],
    resolveType: (value) => (isRefusal(value) ? value.refusal : `${name}Success`),
  });
}

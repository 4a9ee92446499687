/* Written by `npm run generate` from gateway/schema.graphql and the .graphql files. */
import { document } from '../api/document.js';
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** Supported languages. */
export type Locale =
  | 'EN'
  | 'FA'
  | 'ZH_CN'
  | 'ZH_TW';

/** Profile fields. Omitted fields keep their value. */
export type ProfileInput = {
  /** Last name. */
  readonly familyName?: string | null | undefined;
  /** First name. */
  readonly givenName?: string | null | undefined;
  /** Group within the organisation. */
  readonly lab?: string | null | undefined;
  /** Language. */
  readonly locale?: Locale | null | undefined;
  /** Company or university. */
  readonly organisation?: string | null | undefined;
  /** Telephone number. */
  readonly phone?: string | null | undefined;
  /** IANA name such as Europe/Berlin. */
  readonly timeZone?: string | null | undefined;
};

/** Input of `register`. */
export type RegisterInput = {
  /** E-mail address. */
  readonly email: string;
  /** 8 to 256 characters. */
  readonly password: string;
  /** Further profile fields. */
  readonly profile?: ProfileInput | null | undefined;
  /** 2 to 40 letters, digits, dots, dashes or underscores. */
  readonly username: string;
};

/** admin manages the installation, operator the hosts and pools; member submits work; auditor reads everything; guest is an external user. */
export type Role =
  | 'ADMIN'
  | 'AUDITOR'
  | 'GUEST'
  | 'MEMBER'
  | 'OPERATOR';

/** Only active users may log in. */
export type UserStatus =
  | 'ACTIVE'
  | 'AWAITING_ACTIVATION'
  | 'DELETED'
  | 'SUSPENDED';

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { readonly viewer: { readonly id: string, readonly username: string, readonly email: string | null, readonly role: Role | null, readonly preferences: unknown, readonly profile: { readonly givenName: string | null, readonly familyName: string | null, readonly locale: string | null, readonly timeZone: string | null } | null } | null };

export type RegisterMutationVariables = Exact<{
  input: RegisterInput;
}>;


export type RegisterMutation = { readonly register:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RegisterSuccess', readonly user: { readonly id: string, readonly status: UserStatus | null } }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export const viewerQuery = /*#__PURE__*/ document<ViewerQuery, ViewerQueryVariables>("query Viewer { viewer { id username email role preferences profile { givenName familyName locale timeZone } } }");
export const registerMutation = /*#__PURE__*/ document<RegisterMutation, RegisterMutationVariables>("mutation Register($input: RegisterInput!) { register(input: $input) { __typename ... on Error { code message field details } ... on RegisterSuccess { user { id status } } } }");

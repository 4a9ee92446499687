import { profileInput } from '@berth/contracts/auth/operations';
import { baseConfig } from '@berth/service-host/config';
import { z } from 'zod';

const profileFields = Object.keys(profileInput.shape) as (keyof typeof profileInput.shape)[];

const count = (min: number, max: number, defaultValue: number) =>
  z.coerce.number().int().min(min).max(max).default(defaultValue);

export const authConfig = baseConfig.extend({
  BERTH_REGISTRATION: z
    .enum(['open', 'approval'])
    .default('open')
    .describe('open: new accounts may log in; approval: an admin must activate them first'),
  BERTH_REQUIRED_PROFILE_FIELDS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((field) => field.trim())
        .filter(Boolean),
    )
    .pipe(
      z.array(z.enum(profileFields as [string, ...string[]], `must be among ${profileFields.join(', ')}`)),
    )
    .describe(
      `Profile fields that every user must fill in, separated by commas: ${profileFields.join(', ')}`,
    ),
  BERTH_ACCESS_TOKEN_TTL_SECONDS: count(30, 3600, 300).describe('Life of an access token, in seconds'),
  BERTH_SESSION_IDLE_TIMEOUT_DAYS: count(1, 366, 14).describe('Days without use after which a session ends'),
  BERTH_SESSION_MAX_AGE_DAYS: count(1, 3660, 90).describe('Maximum age of a session in days'),
  BERTH_REFRESH_GRACE_SECONDS: count(0, 60, 10).describe(
    'Grace in seconds in which a used refresh token may be repeated (lost response, two tabs); 0: any repeat ends the session',
  ),
  BERTH_SIGNING_KEY_ROTATION_DAYS: count(1, 3660, 30).describe(
    'Days after which the signing key of access tokens is rotated',
  ),
  BERTH_MAX_SEARCHED_ACCOUNTS: count(1, 1_000_000, 10_000).describe(
    'Maximum accounts that one page of a search decrypts; the answer says where to go on',
  ),
  BERTH_MAX_LOGIN_FAILURES_PER_ACCOUNT: count(1, 1000, 10).describe(
    'Maximum consecutive wrong passwords for one account from one network or device; then a wait that doubles, up to 15 minutes',
  ),
  BERTH_MAX_LOGIN_FAILURES_PER_NETWORK: count(1, 100_000, 100).describe(
    'Maximum consecutive wrong passwords from one network, over all accounts; then a wait of up to 10 s',
  ),
});
export type AuthConfig = z.output<typeof authConfig>;

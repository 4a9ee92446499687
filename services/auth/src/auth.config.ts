import { profileInput } from '@berth/contracts/auth/operations';
import { baseConfig } from '@berth/service-host/config';
import { z } from 'zod';

const profileFields = Object.keys(profileInput.shape) as (keyof typeof profileInput.shape)[];

const count = (least: number, most: number, standard: number) =>
  z.coerce.number().int().min(least).max(most).default(standard);

export const authConfig = baseConfig.extend({
  BERTH_REGISTRATION: z
    .enum(['open', 'approval'])
    .default('open')
    .describe('open: who registers may log in; approval: an admin activates the account first'),
  BERTH_REQUIRED_PROFILE: z
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
    .describe(`Profile fields that everybody must fill in, by commas: ${profileFields.join(', ')}`),
  BERTH_ACCESS_TOKEN_SECONDS: count(30, 3600, 300).describe('Life of an access token, in seconds'),
  BERTH_SESSION_IDLE_DAYS: count(1, 366, 14).describe('A session unused for so many days is over'),
  BERTH_SESSION_MAX_DAYS: count(1, 3660, 90).describe('A session is over after so many days, used or not'),
  BERTH_REFRESH_GRACE_SECONDS: count(0, 60, 10).describe(
    'How long a refresh token just traded may come again (lost answer, two tabs); 0: any repeat ends the session',
  ),
  BERTH_SIGNING_KEY_DAYS: count(1, 3660, 30).describe('A key signs access tokens for so many days'),
  BERTH_LOGIN_TRIES_PER_ACCOUNT: count(1, 1000, 10).describe(
    'Wrong passwords in a row for one account from one network or device; then waits that double, up to 15 minutes',
  ),
  BERTH_LOGIN_TRIES_PER_ADDRESS: count(1, 100_000, 100).describe(
    'Wrong passwords in a row from one network, over all accounts; then waits of up to 10 s',
  ),
});
export type AuthConfig = z.output<typeof authConfig>;

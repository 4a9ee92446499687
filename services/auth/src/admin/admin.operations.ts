import { register } from '@berth/contracts/auth/operations';
import type { UserView } from '@berth/contracts/auth/views';
import { defineCommand } from '@berth/contracts/define';
import { instant } from '@berth/contracts/fields';
import { z } from 'zod';

const proven = { issuedAt: instant, proof: z.string().max(128) };
const { username, email, password } = register.input.shape;

/** Used only by `npm run admin`, which proves that it has the installation's master key. */
export const createAdmin = defineCommand<UserView>()(
  'auth',
  'admin',
  'create',
  z.strictObject({ username, email, password, ...proven }),
);
export const recoverAdmin = defineCommand<UserView>()(
  'auth',
  'admin',
  'recover',
  z.strictObject({ login: z.string().min(1, 'must not be empty').max(254), password, ...proven }),
);

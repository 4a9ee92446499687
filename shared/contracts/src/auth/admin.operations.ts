import { z } from 'zod';
import { defineCommand } from '../define.js';
import { instant } from '../fields.js';
import { register } from './operations.js';
import type { UserView } from './views.js';

const proven = { issuedAt: instant, proof: z.string().max(128) };
const { username, email, password } = register.input.shape;

/** Used only by `npm run admin`, which proves that it has the installation's master key. */
export const createAdmin = defineCommand<UserView>('public')(
  'auth',
  'admin',
  'create',
  z.strictObject({ username, email, password, ...proven }),
);
export const recoverAdmin = defineCommand<UserView>('public')(
  'auth',
  'admin',
  'recover',
  z.strictObject({ login: z.string().min(1, 'must not be empty').max(254), password, ...proven }),
);

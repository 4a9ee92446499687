import type { Platform } from '@berth/service-host/platform';
import type { AuthConfig } from './auth.config.js';

/** What auth needs of what a service is built on; the command line's tools have no more than this. */
export type AuthPlatform = Pick<
  Platform<AuthConfig>,
  'config' | 'log' | 'clock' | 'store' | 'readModels' | 'vault' | 'waitForViews'
>;

/** Nest's token for it: an interface has no value at run time. */
export const AUTH_PLATFORM = Symbol('auth platform');

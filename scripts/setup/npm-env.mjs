import { join } from 'node:path';
import { TOOLS } from './paths.mjs';

/** npm in the clone only: its cache and logs stay here, so that a home that can't be written to is no obstacle. */
export function npmEnv(env = process.env) {
  return {
    ...env,
    npm_config_cache: join(TOOLS, 'npm-cache'),
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
  };
}

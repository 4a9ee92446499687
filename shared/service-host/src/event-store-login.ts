import { readFileSync } from 'node:fs';
import { ConfigError, type BaseConfig } from './config.js';

export interface EventStoreLogin {
  readonly user: string;
  readonly password: string;
}

/** The service's login at the event store, where a file holds it: one line, `USER:PASSWORD`. */
export function eventStoreLogin(config: BaseConfig): EventStoreLogin | undefined {
  const path = config.BERTH_EVENT_STORE_LOGIN_FILE;
  if (path === undefined || config.BERTH_EVENT_STORE.startsWith('sqlite:')) return undefined;
  const line = read(path).trim();
  const colon = line.indexOf(':');
  const [user, password] = [line.slice(0, colon), line.slice(colon + 1)];
  if (colon < 1 || password === '' || /\s/.test(line)) {
    throw new ConfigError(`BERTH_EVENT_STORE_LOGIN_FILE: ${path} must hold one line, USER:PASSWORD`);
  }
  return { user, password };
}

/** Settings and files that may hold a user and a password, as connection strings. */
export function connectionStringsOf(config: BaseConfig): readonly (string | undefined)[] {
  const login = eventStoreLogin(config);
  return [
    config.BERTH_EVENT_STORE,
    config.BERTH_READ_MODELS,
    config.BERTH_PROCESS_STORE,
    config.BERTH_NATS_URL,
    login && `kurrentdb://${login.user}:${login.password}@`,
  ];
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(
      `BERTH_EVENT_STORE_LOGIN_FILE: ${path} cannot be read (${code}); create it with npm run event-store -- setup`,
    );
  }
}

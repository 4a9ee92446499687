import { login, refresh, register } from '@berth/contracts/auth/operations';
import type { LoginResult } from '@berth/contracts/auth/views';
import type { Identity } from '@berth/service-host/operation';
import { accepted, identityOf, PASSWORD, type AuthTestService } from './auth-test-service.js';

export interface Person extends Identity {
  readonly username: string;
  readonly tokens: LoginResult;
}

export const emailOf = (username: string): string => `${username}@example.org`;

/** Registers and logs in: the first one is the admin. */
export async function join(
  world: AuthTestService,
  username: string,
  profile: Record<string, string> = {},
): Promise<Person> {
  const input = { username, email: emailOf(username), password: PASSWORD, profile };
  const tokens = accepted(await world.ask(register, input));
  if ('awaitingActivation' in tokens) throw new Error(`${username} awaits activation`);
  return { ...identityOf(tokens), username, tokens };
}

export async function logIn(world: AuthTestService, username: string, password = PASSWORD): Promise<Person> {
  const tokens = accepted(await world.ask(login, { login: username, password }));
  return { ...identityOf(tokens), username, tokens };
}

export const refreshWith = (
  world: AuthTestService,
  { refreshToken }: Pick<LoginResult, 'refreshToken'>,
  key?: string,
) => world.ask(refresh, { refreshToken }, key === undefined ? {} : { key });

import { Refused } from './api.mjs';

const USER = 'accessToken user { id username role status }';

/** Registers a user, or logs in one that has registered before; resolves to `{ api, user, isNew }`. */
export async function enter(api, { username, email, password }) {
  const known = await logIn(api, username, password);
  if (known) return { ...known, isNew: false };
  const { accessToken, user } = await api.do('register', { username, email, password }, USER);
  return { api: api.as(accessToken), user, isNew: true, needsActivation: !accessToken };
}

export async function logIn(api, login, password) {
  try {
    const { accessToken, user } = await api.do('login', { login, password, client: 'demonstration' }, USER);
    return { api: api.as(accessToken), user };
  } catch (error) {
    if (error instanceof Refused && error.code === 'UNAUTHENTICATED') return undefined;
    throw error;
  }
}

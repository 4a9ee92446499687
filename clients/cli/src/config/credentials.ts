import { join } from 'node:path';
import { UsageError } from '../errors.js';
import { withLock } from './file-lock.js';
import { configFolder, readJsonObject, writeJson, type Environment } from './files.js';

/** What a context logs in with: a session whose tokens are renewed, or an API token. */
export interface Credentials {
  /** Which gateway they are for: they are sent to no other one. */
  readonly url: string;
  readonly username?: string;
  readonly accessToken?: string;
  /** ISO 8601. */
  readonly expiresAt?: string;
  readonly refreshToken?: string;
  /** Lets a password be tried again where guessing has been limited. */
  readonly deviceToken?: string;
  readonly apiToken?: string;
}

const MEMBERS = ['url', 'username', 'accessToken', 'expiresAt', 'refreshToken', 'deviceToken', 'apiToken'];

/**
 * `credentials.json`, 0600: by context. All programs of this user share it, and change it under `credentials.lock` only,
 * because a refresh token is good once, and its second use ends the session.
 */
export class CredentialsFile {
  readonly path: string;
  readonly lockPath: string;

  constructor(env: Environment) {
    this.path = join(configFolder(env), 'credentials.json');
    this.lockPath = join(configFolder(env), 'credentials.lock');
  }

  of(context: string): Credentials | undefined {
    return this.#all()[context];
  }

  /** Changes those of a context under the lock; undefined removes them. */
  async change(
    context: string,
    next: (current: Credentials | undefined) => Promise<Credentials | undefined> | Credentials | undefined,
  ): Promise<Credentials | undefined> {
    return withLock(this.lockPath, async () => {
      const current = this.of(context);
      const changed = await next(current);
      if (changed === current) return current;
      const { [context]: _before, ...others } = this.#all();
      writeJson(this.path, changed ? { ...others, [context]: changed } : others);
      return changed;
    });
  }

  #all(): { readonly [context: string]: Credentials } {
    const found = readJsonObject(this.path) ?? {};
    for (const [context, value] of Object.entries(found)) {
      const where = `${this.path}: ${context}`;
      const next = `berth login --context ${context}`;
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw new UsageError(`${where} must be an object with a url`, next);
      for (const [name, member] of Object.entries(value)) {
        if (!MEMBERS.includes(name))
          throw new UsageError(`${where}.${name} is not known; there are ${MEMBERS.join(', ')}`, next);
        if (typeof member !== 'string') throw new UsageError(`${where}.${name} must be a text`, next);
      }
      if (!('url' in value)) throw new UsageError(`${where}.url is missing`, next);
    }
    return found as { readonly [context: string]: Credentials };
  }
}

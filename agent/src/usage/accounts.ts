import { readFile, stat } from 'node:fs/promises';
import { runWithTimeout } from '../run-with-timeout.js';

const KEPT_MS = 5 * 60_000;
const GETENT_MS = 2000;

/** Names of accounts by their numbers: the host's own, else what its directory service (LDAP, SSSD) says. */
export class Accounts {
  readonly #known = new Map<number, { readonly name: Promise<string | undefined>; readonly at: number }>();

  constructor(private readonly passwd = '/etc/passwd') {}

  /** Undefined where the process has ended, or the name is unknown. */
  async ownerOf(pid: number): Promise<string | undefined> {
    try {
      // The directory belongs to the process's effective user (proc(5)).
      const { uid } = await stat(`/proc/${pid}`);
      return await this.nameOf(uid);
    } catch {
      return undefined;
    }
  }

  nameOf(uid: number): Promise<string | undefined> {
    const known = this.#known.get(uid);
    if (known && performance.now() - known.at < KEPT_MS) return known.name;
    const name = this.#lookUp(uid);
    this.#known.set(uid, { name, at: performance.now() });
    return name;
  }

  async #lookUp(uid: number): Promise<string | undefined> {
    const own = nameIn(await readFile(this.passwd, 'utf8').catch(() => ''), uid);
    if (own !== undefined) return own;
    const asked = await runWithTimeout('getent', ['passwd', String(uid)], { timeoutMs: GETENT_MS }).catch(
      () => '',
    );
    return nameIn(asked, uid);
  }
}

/** passwd(5): name, password, UID, ... by colons. */
function nameIn(table: string, uid: number): string | undefined {
  for (const line of table.split('\n')) {
    const [name, , number] = line.split(':');
    if (name && number === String(uid)) return name;
  }
  return undefined;
}

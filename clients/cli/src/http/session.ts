import type { Credentials, CredentialsFile } from '../config/credentials.js';
import { CliError, Refused, Unreachable, type Problem } from '../errors.js';
import { EXIT } from '../exit-codes.js';
import { reasonOf } from './retry.js';

/** Renewed before it ends on its way. */
const MARGIN_MS = 20_000;
const REFRESH_TIMEOUT_MS = 10_000;

interface Refreshed {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly refreshToken: string;
  readonly user: { readonly username: string };
}

/** The token that requests to one gateway carry. */
export class Session {
  constructor(
    private readonly url: string,
    private readonly context: string | undefined,
    private readonly file: CredentialsFile,
    /** `BERTH_TOKEN`, which goes before everything. */
    private readonly given: string | undefined,
  ) {}

  /** Undefined where nobody has logged in. */
  async token(): Promise<string | undefined> {
    if (this.given !== undefined) return this.given;
    const credentials = this.#stored();
    if (!credentials) return undefined;
    if (credentials.apiToken !== undefined) return credentials.apiToken;
    if (isFresh(credentials)) return credentials.accessToken;
    return this.#renew(credentials.accessToken);
  }

  /**
   * After an answer that the token is not good any more; undefined where there is no way to a new one.
   * @param refused the token that was refused
   */
  async renewed(refused: string): Promise<string | undefined> {
    const stored = this.given === undefined ? this.#stored() : undefined;
    return stored?.refreshToken === undefined ? undefined : this.#renew(refused);
  }

  #stored(): Credentials | undefined {
    const found = this.context === undefined ? undefined : this.file.of(this.context);
    return found?.url === this.url ? found : undefined;
  }

  /** Under the lock the file is read again: another process may have renewed meanwhile, and a refresh token is good once. */
  async #renew(old: string | undefined): Promise<string | undefined> {
    const { context } = this;
    if (context === undefined) return undefined;
    let ended: CliError | undefined;
    const changed = await this.file.change(context, async (current) => {
      if (current?.url !== this.url || current.refreshToken === undefined) return current;
      if (current.accessToken !== old && isFresh(current)) return current;
      try {
        return renewedBy(current, await this.#refresh(current.refreshToken));
      } catch (error) {
        if (!(error instanceof Refused) || error.problem.status >= 500) throw error;
        ended = new CliError(
          `the session has ended: ${error.message}`,
          EXIT.notLoggedIn,
          `log in with: berth login --context ${context}`,
        );
        const { accessToken: _access, refreshToken: _refresh, expiresAt: _at, ...rest } = current;
        return rest;
      }
    });
    if (ended) throw ended;
    return changed?.accessToken;
  }

  async #refresh(refreshToken: string): Promise<Refreshed> {
    let response: Response;
    try {
      response = await fetch(`${this.url}/api/v1/session/refresh`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ refreshToken }),
        signal: AbortSignal.timeout(REFRESH_TIMEOUT_MS),
      });
    } catch (error) {
      throw new Unreachable(`${this.url} does not answer: ${reasonOf(error)}`, 'berth doctor looks closer');
    }
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok)
      throw new Refused({ status: response.status, title: 'no refresh', ...(body as Partial<Problem>) });
    return body as Refreshed;
  }
}

const isFresh = ({ accessToken, expiresAt }: Credentials): boolean =>
  accessToken !== undefined && expiresAt !== undefined && Date.parse(expiresAt) - MARGIN_MS > Date.now();

export const renewedBy = (current: Credentials, fresh: Refreshed): Credentials => ({
  ...current,
  username: fresh.user.username,
  accessToken: fresh.accessToken,
  refreshToken: fresh.refreshToken,
  expiresAt: new Date(Date.now() + fresh.expiresInSeconds * 1_000).toISOString(),
});

import type { Log } from './log.js';

export interface Account {
  readonly password: string;
  readonly groups: readonly string[];
}

/** The caller; where the server requires no user everyone may do everything. */
export interface Caller {
  readonly name: string;
  readonly roles: readonly string[];
}

type Roles = string | readonly string[] | undefined;
type Acl = { readonly [action in '$r' | '$w' | '$d' | '$mr' | '$mw']?: Roles };

const ALL_USERS = '$all';
const ADMINS = '$admins';

const USER_STREAMS: Acl = { $r: ALL_USERS, $w: ALL_USERS, $d: ALL_USERS, $mr: ALL_USERS, $mw: ALL_USERS };
const SYSTEM_STREAMS: Acl = { $r: ADMINS, $w: ADMINS, $d: ADMINS, $mr: ADMINS, $mw: ADMINS };

/**
 * Users, and who may do what to which stream, by the rules of the server's `LegacyStreamPermissionAssertion`: admins
 * may everything; else the stream's own list counts, then the one that `$settings` has for such streams, then the
 * server's own.
 */
export class Access {
  readonly accounts = new Map<string, Account>();

  constructor(
    private readonly log: Log,
    admin: { readonly password: string },
  ) {
    this.accounts.set('admin', { password: admin.password, groups: [ADMINS] });
  }

  /** Undefined for a wrong password; a caller without a name for none at all. */
  identify(authorization: string | undefined): Caller | undefined {
    if (authorization === undefined) return { name: '', roles: [] };
    const text = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString('utf8');
    const [name = '', password = ''] = [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)];
    const account = this.accounts.get(name);
    return account?.password === password ? { name, roles: [name, ...account.groups] } : undefined;
  }

  may(caller: Caller, action: 'read' | 'write', stream: string): boolean {
    if (isAdmin(caller)) return true;
    // AllowAnonymousStreamAccess is off unless it is set.
    if (caller.name === '') return false;
    const ofMetadata = stream.startsWith('$$');
    const about = ofMetadata ? stream.slice(2) : stream;
    const key = action === 'read' ? (ofMetadata ? '$mr' : '$r') : ofMetadata ? '$mw' : '$w';
    if (about === ALL_USERS && key === '$w') return false;
    const system = about.startsWith('$');
    const settings = this.#last('$settings') as { $userStreamAcl?: Acl; $systemStreamAcl?: Acl } | undefined;
    const roles =
      (this.#last(`$$${about}`) as { $acl?: Acl } | undefined)?.$acl?.[key] ??
      (system ? settings?.$systemStreamAcl : settings?.$userStreamAcl)?.[key] ??
      (system ? SYSTEM_STREAMS : USER_STREAMS)[key];
    const allowed = typeof roles === 'string' ? [roles] : (roles ?? []);
    return allowed.some((role) => role === ALL_USERS || caller.roles.includes(role));
  }

  #last(stream: string): unknown {
    const event = this.log.stream(stream)?.at(-1);
    return event && JSON.parse(Buffer.from(event.data).toString('utf8'));
  }
}

export const isAdmin = ({ roles }: Caller): boolean => roles.includes(ADMINS);

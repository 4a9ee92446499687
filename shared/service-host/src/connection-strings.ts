/**
 * Shorter passwords are redacted only together with their user: by themselves they would match parts of other words.
 */
const MIN_SECRET_LENGTH = 4;

interface Parts {
  /** User and password as they are written, or nothing. */
  readonly credentials: string;
  readonly hosts: readonly string[];
}

/** One or more connection strings, by commas. Passwords that should have been escaped and are not stay in one piece. */
function partsOf(urls: string): readonly Parts[] {
  return urls.split(/,(?=[a-z0-9+]+:\/\/)/i).map((url) => {
    const authority = url.replace(/^[a-z0-9+]+:\/\//i, '').replace(/\?.*$/, '');
    const at = authority.lastIndexOf('@');
    const hosts = authority.slice(at + 1).replace(/\/.*$/, '');
    return { credentials: authority.slice(0, Math.max(0, at)), hosts: hosts.split(',') };
  });
}

/** Hosts and ports of a connection string, and nothing else of it: it may hold a password. */
export const addressesOf = (urls: string, defaultPort: number): string =>
  partsOf(urls)
    .flatMap(({ hosts }) => hosts)
    .map((host) => (/:\d+$/.test(host) ? host : `${host}:${defaultPort}`))
    .join(', ');

/** Redacts users and passwords of connection strings in any text, also a password by itself. */
export function withoutSecrets(urls: readonly (string | undefined)[]): (text: string) => string {
  const secrets = new Set<string>();
  for (const { credentials } of urls.flatMap((url) => (url === undefined ? [] : partsOf(url)))) {
    if (credentials === '') continue;
    const password = credentials.slice(credentials.indexOf(':') + 1);
    secrets.add(credentials).add(decoded(credentials));
    for (const each of [password, decoded(password)]) if (each.length >= MIN_SECRET_LENGTH) secrets.add(each);
  }
  // The longest first, as one may be a part of another.
  const ordered = [...secrets].sort((one, other) => other.length - one.length);
  return (text) => ordered.reduce((left, secret) => left.replaceAll(secret, '[secret]'), text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED/, 'connection refused'],
  [/ENOTFOUND|EAI_AGAIN|Name resolution failed/i, 'host name not found'],
  [/EHOSTUNREACH|ENETUNREACH/, 'host unreachable'],
  [/ETIMEDOUT|timed out|timeout|deadline/i, 'timed out'],
  [/ECONNRESET|socket hang up/i, 'the connection was closed'],
];

/** A short text for the usual reasons why something is unreachable. */
export function plainReason(error: unknown): string {
  const texts: string[] = [];
  let cause = error;
  for (let depth = 0; depth < 5 && cause instanceof Error; depth += 1) {
    texts.push(String((cause as { readonly code?: unknown }).code ?? ''), cause.message);
    cause = cause.cause;
  }
  const text = texts.join(' ');
  const known = REASONS.find(([pattern]) => pattern.test(text));
  return known?.[1] ?? (error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
}

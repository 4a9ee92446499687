import type { Kind } from '../command-row.js';
import { CliError, UsageError } from '../errors.js';
import { EXIT } from '../exit-codes.js';
import type { Invocation } from '../invocation.js';
import { at, plainId, type Item } from '../output/view.js';
import { idOfThing, PLAIN_ID } from './thing.js';

interface Source {
  readonly path: string;
  /** Members that are names beside the id. */
  readonly names: readonly string[];
  /** The parameter that finds names by their beginning. */
  readonly search?: boolean;
  readonly paged?: boolean;
  /** Of several with one name the newest one is meant. */
  readonly newest?: boolean;
}

/** Where things of each kind are listed. Those that are not here are known by their ids alone. */
export const SOURCES: { readonly [kind in Kind]?: Source } = {
  job: { path: '/jobs', names: ['name', 'externalId'], search: true, paged: true, newest: true },
  host: { path: '/hosts', names: ['name'], search: true, paged: true },
  pool: { path: '/pools', names: ['name'], paged: true },
  project: { path: '/projects', names: ['name'], search: true, paged: true },
  user: { path: '/users', names: ['username', 'email'], search: true, paged: true },
  device: { path: '/devices', names: ['uuid'], paged: true },
  reservation: { path: '/reservations', names: ['title'], paged: true, newest: true },
  workflow: { path: '/workflows', names: ['name'], paged: true, newest: true },
  schedule: { path: '/schedules', names: ['name'], paged: true },
  grant: { path: '/grants', names: [], paged: true },
  quota: { path: '/quotas', names: [] },
  token: { path: '/tokens', names: ['name'] },
  session: { path: '/sessions', names: ['client'], paged: true },
  joinToken: { path: '/join-tokens', names: [] },
  feed: { path: '/calendar-feeds', names: [] },
};

const GLOBAL_ID = /^[A-Za-z]+:[\x21-\x7e]+$/;
const MIN_BEGINNING = 4;
/** How far back a name or a beginning is looked for. */
const MAX_LOOKED_AT = 100;

export const isWholeId = (text: string): boolean =>
  PLAIN_ID.test(text) || GLOBAL_ID.test(Buffer.from(text, 'base64url').toString('latin1'));

/** The id of what somebody named. @throws CliError that says what there is */
export async function resolveId(invocation: Invocation, kind: Kind, text: string): Promise<string> {
  if (text === '') throw new UsageError(`the ${nounOf(kind)} must not be empty`);
  if (kind === 'job' && text === '@last') return lastJob(invocation);
  if (kind === 'user' && text === '@me') return (await invocation.api.get<{ id: string }>('/me')).id;
  if (kind === 'service') return serviceOf(text);
  if (kind === 'thing') return thingOf(invocation, text);
  const source = SOURCES[kind];
  if (!source || isWholeId(text)) return text;
  const items = await candidates(invocation, source, text);
  const exact = items.filter((item) => namesIn(item, source).includes(text));
  const [only] = exact;
  if (only && (exact.length === 1 || source.newest)) return idOf(only);
  if (exact.length > 1) throw ambiguous(kind, text, exact);
  const beginning =
    text.length >= MIN_BEGINNING ? items.filter((item) => beginsWith(item, source, text)) : [];
  const [first] = beginning;
  if (first && beginning.length === 1) return idOf(first);
  if (beginning.length > 1) throw ambiguous(kind, text, beginning);
  const known = items.map((item) => namesIn(item, source)[0] ?? plainId(item['id'])).slice(0, 10);
  throw new CliError(
    `there is no ${nounOf(kind)} ${text}${known.length === 0 ? '' : `; there are ${known.join(', ')}`}`,
    EXIT.notFound,
    'a name, an id or the beginning of one is right',
  );
}

export const SERVICES = ['auth', 'inventory', 'scheduler', 'telemetry', 'billing'];

function serviceOf(text: string): string {
  if (SERVICES.includes(text.toLowerCase())) return text.toUpperCase();
  throw new UsageError(`service: "${text}" is not one of ${SERVICES.join(', ')}`);
}

/** With `--entity` it is an id; one that says what it is needs no search. */
async function thingOf(invocation: Invocation, text: string): Promise<string> {
  if (text === '@last') return lastJob(invocation);
  const isSaid = invocation.text('entity') !== undefined || (isWholeId(text) && !PLAIN_ID.test(text));
  return isSaid ? text : idOfThing(invocation, text);
}

function lastJob(invocation: Invocation): string {
  const last = invocation.state.lastJob(invocation.around.cwd);
  if (last !== undefined) return last;
  throw new CliError(
    '@last: no job has been submitted from this folder',
    EXIT.notFound,
    'berth jobs lists yours',
  );
}

/** Those that begin with the text first; where there are none, the latest ones, for their ids. */
async function candidates(invocation: Invocation, source: Source, text: string): Promise<readonly Item[]> {
  const limit = source.paged ? { limit: MAX_LOOKED_AT } : {};
  if (source.search) {
    const found = await invocation.api.get<{ items: readonly Item[] }>(source.path, {
      ...limit,
      search: text,
    });
    if (found.items.length > 0) return found.items;
  }
  return (await invocation.api.get<{ items: readonly Item[] }>(source.path, limit)).items;
}

const idOf = (item: Item): string => String(item['id'] ?? item['uuid']);

const namesIn = (item: Item, { names }: Source): string[] =>
  names.flatMap((name) => {
    const value = at(item, name);
    return typeof value === 'string' ? [value] : [];
  });

const beginsWith = (item: Item, source: Source, text: string): boolean =>
  plainId(item['id'] ?? '').startsWith(text.toUpperCase()) ||
  namesIn(item, source).some((name) => name.startsWith(text));

const ambiguous = (kind: Kind, text: string, found: readonly Item[]): UsageError =>
  new UsageError(
    `${text} may be ${found.length} ${nounOf(kind)}s: ${found
      .slice(0, 5)
      .map((item) => plainId(idOf(item)))
      .join(', ')}`,
    'give the id, or more of its beginning',
  );

const nounOf = (kind: Kind): string => kind.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);

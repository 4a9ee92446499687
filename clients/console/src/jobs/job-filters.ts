import type { JobFilterInput, JobsQueryVariables, JobState } from '../generated/operations.js';

export const JOB_STATES = [
  'AWAITING_APPROVAL',
  'QUEUED',
  'PLACED',
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'CANCELLED',
  'REJECTED',
  'SUBMITTED',
  'APPROVED',
] as const satisfies readonly JobState[];

/** No event follows but that it is deleted. */
const ENDED: ReadonlySet<JobState> = new Set(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'CANCELLED', 'REJECTED']);
export const hasEnded = (state: JobState): boolean => ENDED.has(state);

export const PAGE_SIZE = 50;

/** What the list shows, as the address has it. */
export interface JobsPlace {
  readonly states?: readonly JobState[];
  readonly project?: string;
  /** An id, or `me`. */
  readonly user?: string;
  readonly pool?: string;
  readonly search?: string;
  readonly sort?: 'OLDEST';
  readonly after?: string;
  readonly before?: string;
}

const MAX_TEXT = 200;

const textOf = (value: unknown): string | undefined =>
  (typeof value === 'string' || typeof value === 'number') && String(value) !== ''
    ? String(value).slice(0, MAX_TEXT)
    : undefined;

/** @param given what anybody may have written into an address */
export function jobsPlaceOf(given: { readonly [name: string]: unknown }): JobsPlace {
  const wanted: readonly unknown[] = Array.isArray(given['states']) ? given['states'] : [given['states']];
  const states = JOB_STATES.filter((state) => wanted.includes(state));
  const [project, user, pool, search, after, before] = [
    'project',
    'user',
    'pool',
    'search',
    'after',
    'before',
  ].map((name) => textOf(given[name]));
  return {
    ...(states.length > 0 && { states }),
    ...(project !== undefined && { project }),
    ...(user !== undefined && { user }),
    ...(pool !== undefined && { pool }),
    ...(search !== undefined && { search }),
    ...(given['sort'] === 'OLDEST' && { sort: 'OLDEST' }),
    ...(after !== undefined && { after }),
    ...(after === undefined && before !== undefined && { before }),
  };
}

export const isFiltered = ({ states, project, user, pool, search }: JobsPlace): boolean =>
  [states, project, user, pool, search].some((each) => each !== undefined);

/** The filter alone: it is what a change to all that match takes too. */
export function filterOf({ states, project, user, pool, search }: JobsPlace, me: string): JobFilterInput {
  return {
    ...(states && { states }),
    ...(project !== undefined && { project }),
    ...(user !== undefined && { user: user === 'me' ? me : user }),
    ...(pool !== undefined && { pool }),
    ...(search !== undefined && { search }),
  };
}

export const variablesOf = (place: JobsPlace, me: string): JobsQueryVariables => ({
  ...filterOf(place, me),
  ...(place.sort && { sort: place.sort }),
  ...(place.before === undefined
    ? { first: PAGE_SIZE, after: place.after }
    : { last: PAGE_SIZE, before: place.before }),
});

/** With a changed filter the list begins at its first page. */
export function withFilter(
  place: JobsPlace,
  change: { readonly [name in keyof JobsPlace]?: JobsPlace[name] | undefined },
): JobsPlace {
  const { after: _after, before: _before, ...rest } = { ...place, ...change };
  return Object.fromEntries(
    Object.entries(rest).filter(
      ([, value]) => value !== undefined && value !== '' && (value as readonly unknown[]).length !== 0,
    ),
  ) as JobsPlace;
}

/** What a click on a row's box selects: with shift all rows up to there. */
export function selectRow(
  rows: readonly string[],
  selected: ReadonlySet<string>,
  {
    id,
    anchor,
    shift,
  }: { readonly id: string; readonly anchor: string | undefined; readonly shift: boolean },
): ReadonlySet<string> {
  const next = new Set(selected);
  const on = !selected.has(id);
  const [a, b] = [rows.indexOf(anchor ?? id), rows.indexOf(id)];
  const range = shift && a >= 0 ? rows.slice(Math.min(a, b), Math.max(a, b) + 1) : [id];
  for (const each of range)
    if (on) next.add(each);
    else next.delete(each);
  return next;
}

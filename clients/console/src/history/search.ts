/** What has a history; the name of its stream. */
export const ENTITIES = [
  'reservation',
  'job',
  'request',
  'array',
  'workflow',
  'schedule',
  'user',
  'project',
  'grant',
  'quota',
  'pool',
  'policy',
  'calendar',
  'host',
  'accounts',
  'maintenance',
  'price',
  'charge',
] as const;
export type Entity = (typeof ENTITIES)[number];

/** The history of one thing, or what was reserved at an instant; in the address. */
export interface HistorySearch {
  readonly entity?: Entity | undefined;
  readonly id?: string | undefined;
  readonly sort?: 'NEWEST' | undefined;
  /** Name of an event. */
  readonly type?: string | undefined;
  /** Who did it. */
  readonly user?: string | undefined;
}

export interface AsOfSearch {
  /** In ms since 1970. */
  readonly at?: number | undefined;
  /** How far back the slider reaches. */
  readonly days?: Days | undefined;
  readonly project?: string | undefined;
  readonly user?: string | undefined;
}

export const DAYS = [1, 7, 30, 365] as const;
export type Days = (typeof DAYS)[number];
export const USUAL_DAYS: Days = 7;
/** So many stops of the slider, however far it reaches. */
export const STOPS = 672;
const DAY_MS = 86_400_000;

type Given = { readonly [name: string]: unknown };

const textIn = (value: unknown, max = 200): string | undefined =>
  typeof value === 'string' && value.trim() !== '' && value.length <= max ? value.trim() : undefined;

/** What is wrong in an address is left out. */
export const historySearch = (given: Given): HistorySearch => ({
  entity: ENTITIES.find((each) => each === given['entity']),
  id: textIn(given['id']),
  sort: given['sort'] === 'NEWEST' ? 'NEWEST' : undefined,
  type: textIn(given['type'], 100),
  user: textIn(given['user']),
});

export function asOfSearch(given: Given): AsOfSearch {
  const at = given['at'];
  return {
    at: typeof at === 'number' && Number.isSafeInteger(at) && at > 0 && at < 8.64e15 ? at : undefined,
    days: DAYS.find((each) => each === given['days'] && each !== USUAL_DAYS),
    project: textIn(given['project']),
    user: textIn(given['user']),
  };
}

/** Where the slider begins and ends, and how far a stop is; it holds the instant that is shown. */
export function sliderOf({ at, days = USUAL_DAYS }: AsOfSearch, now: number) {
  const step = (days * DAY_MS) / STOPS;
  const until = Math.floor(now / step) * step;
  const from = Math.min(until - days * DAY_MS, at ?? until);
  return { from, until, step };
}

/** `scheduler.job.placed.v1` is `job placed` to people. */
export function eventName(type: string): string {
  const parts = type.split('.');
  const named = /^v\d+$/.test(parts.at(-1) ?? '') ? parts.slice(1, -1) : parts;
  return named
    .join(' ')
    .replaceAll(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}

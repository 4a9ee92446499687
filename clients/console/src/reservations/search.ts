import type { ReservationState } from '../generated/operations.js';

export const SHOWN = ['open', 'ended', 'all'] as const;
export type Shown = (typeof SHOWN)[number];

const OPEN: readonly ReservationState[] = ['RESERVED', 'ACTIVE'];
const ENDED: readonly ReservationState[] = [
  'CANCELLED',
  'COMPLETED',
  'HOLDER_INELIGIBLE',
  'NO_SHOW',
  'RELEASED',
];
export const PAGE = 25;

/** What the list shows; it is in the address. */
export interface ReservationsSearch {
  /** Those that are ahead or under way, unless said otherwise. */
  readonly show?: Shown;
  /** Of everybody that the viewer may see, not only their own. */
  readonly everybody?: true;
  readonly pool?: string;
  readonly project?: string;
  /** Start of the title. */
  readonly title?: string;
  readonly after?: string;
  readonly before?: string;
}

const text = (given: unknown): string | undefined => {
  const string = typeof given === 'number' ? String(given) : given;
  return typeof string === 'string' && string !== '' && string.length <= 500 ? string : undefined;
};

/** @param given what anybody may have written into the address */
export function reservationsSearch(given: { readonly [name: string]: unknown }): ReservationsSearch {
  const show = SHOWN.find((each) => each === given['show']);
  const texts = Object.fromEntries(
    (['pool', 'project', 'title', 'after', 'before'] as const).flatMap((name) => {
      const value = text(given[name]);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return {
    ...texts,
    ...(show !== undefined && show !== 'open' && { show }),
    ...(given['everybody'] === true && { everybody: true }),
  };
}

/** What the platform is asked for. */
export function variablesOf(search: ReservationsSearch, viewer: string) {
  const { show = 'open', everybody, pool, project, title, after, before } = search;
  const states = show === 'open' ? OPEN : show === 'ended' ? ENDED : undefined;
  return {
    ...(before === undefined
      ? { first: PAGE, ...(after !== undefined && { after }) }
      : { last: PAGE, before }),
    // what comes next is read first, what is over from the latest
    sort: show === 'open' ? ('OLDEST' as const) : ('NEWEST' as const),
    ...(states && { states }),
    ...(!everybody && { user: viewer }),
    ...(pool !== undefined && { pool }),
    ...(project !== undefined && { project }),
    ...(title !== undefined && { search: title }),
  };
}

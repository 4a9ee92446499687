import { query } from '../api/graphql.js';
import { chargesQuery, type ChargesQuery } from '../generated/operations.js';
import { csvOf } from './csv.js';
import { monthOf } from './month.js';
import { spanOf, type ChargesSearch } from './search.js';

export type Charge = ChargesQuery['charges']['edges'][number]['node'];

const FILE_PAGE = 100;
const MAX_PAGES = 500;

/** Of a month the platform counts the part that falls into it, of another range too. */
export function filterOf({ month, from, to, all, project, user }: ChargesSearch, now: number) {
  const of = { project, user };
  if (all) return of;
  if (from !== undefined) return { ...of, ...spanOf({ from, to }, now) };
  return { ...of, month: month ?? monthOf(now) };
}

/** All pages, for a file. */
export async function allCharges(filter: ReturnType<typeof filterOf>): Promise<readonly Charge[]> {
  const found: Charge[] = [];
  let after: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { charges } = await query(chargesQuery, { ...filter, first: FILE_PAGE, after });
    found.push(...charges.edges.map(({ node }) => node));
    if (!charges.pageInfo.hasNextPage || charges.pageInfo.endCursor == null) return found;
    after = charges.pageInfo.endCursor;
  }
  throw new Error(`there are more than ${MAX_PAGES * FILE_PAGE} charges: choose a shorter period`);
}

export const csvOfCharges = (charges: readonly Charge[]): string =>
  csvOf(
    [
      'charge',
      'project',
      'user',
      'job',
      'run',
      'reservation',
      'from',
      'to',
      'seconds',
      'device_seconds',
      'amount',
      'currency',
    ],
    charges.map((charge) => [
      charge.id,
      charge.project?.name ?? '',
      charge.job?.user?.username ?? '',
      charge.job?.id ?? '',
      charge.run ?? '',
      charge.reservationId ?? '',
      charge.from,
      charge.to ?? '',
      charge.seconds,
      charge.deviceSeconds,
      Number(charge.amount),
      charge.currency,
    ]),
  );

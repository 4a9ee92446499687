import { CliError } from '../errors.js';
import { EXIT } from '../exit-codes.js';
import type { Invocation } from '../invocation.js';
import { RESERVATION } from '../output/reservation.views.js';
import type { Item } from '../output/view.js';
import { resolveId } from '../rest/resolve.js';
import { nowHere } from '../rest/values.js';
import { formatTime } from '../time/format-time.js';
import { parsePastInstant } from '../time/past.js';
import { HISTORY } from './options.js';

interface HistoryPage {
  readonly items: readonly (Item & { readonly recordedAt: string })[];
  readonly next: string | null;
}

const PAGE = 100;

/** A reservation as it was; of anything else, what had happened to it by then. */
export async function run(invocation: Invocation): Promise<void> {
  const { api, output, args } = invocation;
  const [when = '', what = ''] = args;
  const instant = parsePastInstant(when, 'time', nowHere(invocation.flag('utc')));
  const id = await resolveId(invocation, 'thing', what);
  if (isReservation(id, invocation.text('entity'))) {
    const then = await api.get<Item>(`/reservations/${encodeURIComponent(id)}`, { asOf: instant });
    return output.one(then, RESERVATION);
  }
  const events: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await historyPage(invocation, id, cursor);
    const until = page.items.filter(({ recordedAt }) => Date.parse(recordedAt) <= Date.parse(instant));
    const [first] = page.items;
    if (events.length === 0 && until.length === 0 && first)
      throw new CliError(
        `${what} was not there yet: its first event is of ${formatTime(first.recordedAt, invocation.flag('utc'))}`,
        EXIT.notFound,
      );
    events.push(...until);
    cursor = until.length < page.items.length ? undefined : (page.next ?? undefined);
  } while (cursor !== undefined);
  await output.list(events, HISTORY);
}

const historyPage = ({ api, options }: Invocation, id: string, cursor?: string): Promise<HistoryPage> =>
  api.get<HistoryPage>(`/history/${encodeURIComponent(id)}`, {
    limit: PAGE,
    entity: options['entity'] as string | undefined,
    cursor,
  });

const isReservation = (id: string, entity: string | undefined): boolean =>
  entity === undefined
    ? Buffer.from(id, 'base64url').toString('latin1').startsWith('Reservation:')
    : entity === 'reservation';

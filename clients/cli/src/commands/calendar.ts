import type { Invocation } from '../invocation.js';
import { CALENDAR_ENTRY } from '../output/reservation.views.js';
import type { Item } from '../output/view.js';
import { poolOf } from '../rest/pool.js';
import { nowHere } from '../rest/values.js';
import { parseInstant } from '../time/instant.js';

const DAY_MS = 86_400_000;

export async function run(invocation: Invocation): Promise<void> {
  const now = nowHere(invocation.flag('utc'));
  const [fromText, untilText] = [invocation.text('from'), invocation.text('until')];
  const from =
    fromText === undefined ? new Date(now.at).toISOString() : parseInstant(fromText, '--from', now);
  const length = invocation.flag('week') ? 7 * DAY_MS : DAY_MS;
  const until =
    untilText === undefined
      ? new Date(Date.parse(from) + length).toISOString()
      : parseInstant(untilText, '--until', now);
  const pool = await poolOf(invocation, invocation.args[0]);
  const { entries } = await invocation.api.get<{ entries: readonly Item[] }>(
    `/pools/${encodeURIComponent(pool)}/calendar`,
    { from, until },
  );
  await invocation.output.list(entries, CALENDAR_ENTRY, 'nothing is reserved or running then');
}

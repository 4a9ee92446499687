import type { InputOf } from '@berth/contracts/define';
import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type {
  connectionsQuery,
  HostConnection,
  ReservationConnection,
} from '@berth/contracts/scheduler/waitlist';
import { may } from '@berth/contracts/permissions';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { Identity } from '@berth/service-host/operation';
import type { AccountIndex } from '../../dispatch/accounts/account-index.js';
import type { Reservation } from '../../calendar/agenda.js';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';
import type { Facts } from '../../facts/facts.js';
import { calendarStream } from '../../streams.js';

/** How to reach the hosts of reservations that are under way: for their holders, and for staff. */
export class Connections {
  constructor(
    private readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>,
    private readonly facts: Facts,
    private readonly accounts: AccountIndex,
  ) {}

  async of(
    identity: Identity,
    { ids }: InputOf<typeof connectionsQuery>,
    now: string,
  ): Promise<readonly ReservationConnection[]> {
    const found: ReservationConnection[] = [];
    for (const { poolId } of this.facts.pools.values()) {
      const { state } = await this.calendars.load(calendarStream(poolId));
      for (const reservationId of ids) {
        const reservation = state.agenda.reservations.get(reservationId);
        if (
          !reservation ||
          reservation.from > now ||
          now >= reservation.until ||
          !mayConnect(identity, reservation)
        )
          continue;
        found.push({ reservationId, hosts: await this.#hostsOf(reservation) });
      }
    }
    return found;
  }

  async #hostsOf({ devices, userId }: Reservation): Promise<HostConnection[]> {
    const hostIds = [...new Set(devices.map(({ hostId }) => hostId))];
    const accounts = await this.accounts.list({ userId });
    return hostIds.flatMap((hostId) => {
      const host = this.facts.hosts.get(hostId);
      if (!host) return [];
      const { hostname, addresses } = host;
      const account = accounts.find((each) => each.hostId === hostId)?.account;
      const at = addresses[0] ?? hostname;
      const own =
        account === undefined ? {} : { account, ...(at === '' ? {} : { ssh: `ssh ${account}@${at}` }) };
      return [{ hostId, hostname, addresses, ...own }];
    });
  }
}

const mayConnect = (identity: Identity, { userId }: Reservation): boolean =>
  userId === identity.userId || may(identity, 'controlAll');

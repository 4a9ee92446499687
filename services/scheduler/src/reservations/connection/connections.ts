import type { InputOf } from '@berth/contracts/define';
import type { CalendarEvent } from '@berth/contracts/scheduler/events';
import type {
  connectionsQuery,
  HostConnection,
  ReservationConnection,
} from '@berth/contracts/scheduler/waitlist';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { Identity } from '@berth/service-host/operation';
import type { AccountBook } from '../accounts/account-book.js';
import type { Booking } from '../../calendar/agenda.js';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';
import { isStaff } from '../../facts/entitlement.js';
import type { Facts } from '../../facts/facts.js';
import { calendarStream } from '../../streams.js';

/** How to reach the hosts of bookings that are under way: for their holders, and for those who run the place. */
export class Connections {
  constructor(
    private readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>,
    private readonly facts: Facts,
    private readonly accounts: AccountBook,
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
        const booking = state.agenda.bookings.get(reservationId);
        if (!booking || booking.from > now || now >= booking.until || !mayConnect(identity, booking))
          continue;
        found.push({ reservationId, hosts: await this.hostsOf(booking) });
      }
    }
    return found;
  }

  private async hostsOf({ devices, userId }: Booking): Promise<HostConnection[]> {
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

const mayConnect = (identity: Identity, { userId }: Booking): boolean =>
  userId === identity.userId || isStaff(identity);

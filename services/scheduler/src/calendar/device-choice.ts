import type { ReservedDevice } from '@berth/contracts/scheduler/reservation.events';
import type { Choice } from './calendar.commands.js';
import type { Calendar } from './calendar.js';
import { isFree, type ReservationOwner, type Interval } from './free-windows.js';

/**
 * The devices that a reservation gets: on the host that has the fewest to spare of those that have enough, else on
 * as few hosts as will do. Undefined where too few are free.
 */
export function chooseDevices(
  calendar: Calendar,
  owner: ReservationOwner,
  { count, candidates }: Choice,
  window: Interval,
): readonly ReservedDevice[] | undefined {
  const free = candidates.filter((device) => isFree(calendar, device, owner, window));
  if (free.length < count) return undefined;
  const hosts = [...Map.groupBy(free, ({ hostId }) => hostId).values()].sort((a, b) => b.length - a.length);
  const enough = hosts.findLast((devices) => devices.length >= count);
  return (enough ?? hosts.flat()).slice(0, count);
}

import type { Bus } from '@berth/bus/connection';
import type { Log } from '@berth/bus/log';

/** Has the log say once that the bus is away, once that it is back, and what it reports. */
export function logBus(bus: Bus, log: Log): void {
  let since = 0;
  bus.onDisconnected(() => {
    since = performance.now();
    // At the end of a process it is closed on purpose.
    if (!bus.nc.isClosed()) log.warn({}, 'the bus is away; calls and events wait, or are refused');
  });
  bus.onConnected(() => {
    const seconds = Math.round((performance.now() - since) / 100) / 10;
    log.warn({ seconds }, `the bus is back after ${seconds} s`);
  });
  bus.onError((error) => log.warn({ reason: error }, 'the bus reports an error'));
}

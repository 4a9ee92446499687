import type { Bus } from '@berth/bus/connection';
import type { Log } from '@berth/bus/log';

/** Logs once that the bus is unreachable, once that it is back, and the errors that it reports. */
export function logBus(bus: Bus, log: Log): void {
  let since = 0;
  bus.onDisconnected(() => {
    since = performance.now();
    // At the end of a process it is closed on purpose.
    if (!bus.nc.isClosed())
      log.warn({}, 'the connection to the bus is down; calls and events are queued or refused');
  });
  bus.onConnected(() => {
    const seconds = Math.round((performance.now() - since) / 100) / 10;
    log.warn({ seconds }, `the connection to the bus is up again after ${seconds} s`);
  });
  bus.onError((error) => log.warn({ reason: error }, 'the bus reported an error'));
}

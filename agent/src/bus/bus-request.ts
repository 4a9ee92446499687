import type { Msg } from '@nats-io/transport-node';
import type { Bus } from '@berth/bus/connection';

/** A request that fails at once when the connection is lost, since its answer can't arrive any more. */
export function requestOver(bus: Bus, subject: string, body: string, timeoutMs: number): Promise<Msg> {
  if (!bus.connected) return Promise.reject(new Error('the connection to the bus is down'));
  return new Promise((resolve, reject) => {
    const forget = bus.onDisconnected(() => reject(new Error('the connection to the bus was lost')));
    bus.nc.request(subject, body, { timeout: timeoutMs }).then(resolve, reject).finally(forget);
  });
}

import type { Bus } from '@berth/bus/connection';
import { hostOfSubject, subjects } from '@berth/contracts/subjects';
import type { Heartbeats } from './heartbeats.js';

/**
 * Notes whatever agents send to inventory as a proof of life. Requests go to one copy of the service each, and every copy
 * judges silence: so each listens for itself, outside the queue group. Returns what ends it.
 */
export function listenForHeartbeats(bus: Bus, heartbeats: Heartbeats): () => void {
  const subscription = bus.nc.subscribe(subjects.agentsUpTo('inventory'), {
    callback: (error, message) => {
      if (!error) heartbeats.hear(hostOfSubject(message.subject));
    },
  });
  return () => {
    if (!bus.nc.isClosed()) subscription.unsubscribe();
  };
}

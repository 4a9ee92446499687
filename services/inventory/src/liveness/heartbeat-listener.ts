import type { Bus } from '@berth/bus/connection';
import { hostOfSubject, subjects } from '@berth/contracts/subjects';
import type { Heartbeats } from './heartbeats.js';

/**
 * Records every message of an agent as a heartbeat. Requests go to one instance of the service each, but every instance
 * detects lost hosts: so each subscribes outside the queue group. Returns a function that ends it.
 */
export function listenForHeartbeats(bus: Bus, heartbeats: Heartbeats): () => void {
  const subscription = bus.nc.subscribe(subjects.agentsUpTo('inventory'), {
    callback: (error, message) => {
      if (!error) heartbeats.record(hostOfSubject(message.subject));
    },
  });
  return () => {
    if (!bus.nc.isClosed()) subscription.unsubscribe();
  };
}

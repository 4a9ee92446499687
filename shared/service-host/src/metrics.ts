import { Gauge, Histogram, Registry } from 'prom-client';
import type { ProjectionStatus } from '@berth/read-models';
import { collectProcessMetrics } from './process-metrics.js';

export interface Watched {
  readonly views: () => readonly ProjectionStatus[];
  readonly relay: () => { readonly state: string; readonly lag: number };
  readonly parked: () => number;
}

/** What every service measures, in OpenMetrics. */
export function createMetrics(service: string) {
  const registry = new Registry();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as never);
  registry.setDefaultLabels({ service });
  collectProcessMetrics(registry);
  const durations = new Histogram({
    name: 'berth_operation_duration_seconds',
    help: 'Seconds that commands and queries took, by operation and outcome',
    labelNames: ['operation', 'outcome'],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  const lag = new Gauge({
    name: 'berth_view_lag_seconds',
    help: 'Age of the oldest event that a view has not folded',
    labelNames: ['view'],
    registers: [registry],
  });
  const halted = new Gauge({
    name: 'berth_view_halted',
    help: '1 where a view has halted',
    labelNames: ['view'],
    registers: [registry],
  });
  const relayLag = new Gauge({
    name: 'berth_relay_lag_events',
    help: 'Events stored and not yet published',
    registers: [registry],
  });
  const relayRefused = new Gauge({
    name: 'berth_relay_refused',
    help: '1 where the relay refuses to publish',
    registers: [registry],
  });
  const parked = new Gauge({
    name: 'berth_parked_messages',
    help: 'Foreign events that could not be handled',
    registers: [registry],
  });
  return {
    registry,
    durations,
    /** Called before each scrape. */
    refresh(watched: Watched): void {
      for (const view of watched.views()) {
        lag.set({ view: view.projection }, view.lagMs / 1000);
        halted.set({ view: view.projection }, view.state === 'halted' ? 1 : 0);
      }
      const relay = watched.relay();
      relayLag.set(relay.lag);
      relayRefused.set(relay.state === 'refused' ? 1 : 0);
      parked.set(watched.parked());
    },
  };
}

import type { ProcessView } from '@berth/contracts/history';
import { Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** The event loop's delay is measured by a timer: at the usual 10 ms the timer takes half a percent of a core. */
const EVENT_LOOP_LOOK_MS = 100;

/** CPU, memory, handles and the event loop of this process. */
export function collectProcessMetrics(register: Registry): void {
  collectDefaultMetrics({ register, eventLoopMonitoringPrecision: EVENT_LOOP_LOOK_MS });
}

/** What every service measures, in OpenMetrics. */
export function createMetrics(service: string) {
  const registry = new Registry();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as never);
  registry.setDefaultLabels({ service });
  collectProcessMetrics(registry);
  const durations = new Histogram({
    name: 'berth_operation_duration_seconds',
    help: 'Duration of commands and queries in seconds, by operation and outcome',
    labelNames: ['operation', 'outcome'],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const labels = ['process', 'kind'] as const;
  const behindEvents = gauge(
    'berth_process_lag_events',
    'Lag of a consumer in events (a lower bound)',
    labels,
  );
  const behindSeconds = gauge(
    'berth_process_lag_seconds',
    'Age in seconds of the oldest event that a consumer has not handled',
    labels,
  );
  const stuck = gauge(
    'berth_process_failing',
    '1 while it is halted, refuses to publish, or retries',
    labels,
  );
  const parkedBy = gauge('berth_process_parked', 'Parked messages', labels);
  const lag = gauge(
    'berth_view_lag_seconds',
    'Age in seconds of the oldest event that a view has not applied',
    ['view'],
  );
  const halted = gauge('berth_view_halted', '1 while a view is halted', ['view']);
  const relayLag = gauge('berth_relay_lag_events', 'Events stored but not yet published');
  const relayRefused = gauge('berth_relay_refused', '1 while the relay refuses to publish');
  const parked = gauge('berth_parked_messages', 'Parked messages: events that could not be handled');
  return {
    registry,
    durations,
    /** Called before each scrape. */
    refresh(processes: readonly ProcessView[]): void {
      for (const { name, kind, state, ...process } of processes) {
        const label = { process: name, kind };
        behindEvents.set(label, process.behindEvents);
        behindSeconds.set(label, process.behindSeconds);
        stuck.set(label, FAILING.has(state) ? 1 : 0);
        parkedBy.set(label, process.parked);
        if (kind === 'projection') {
          lag.set({ view: name }, process.behindSeconds);
          halted.set({ view: name }, state === 'halted' ? 1 : 0);
        }
        if (kind === 'relay') {
          relayLag.set(process.behindEvents);
          relayRefused.set(state === 'refused' ? 1 : 0);
        }
      }
      parked.set(processes.reduce((sum, process) => sum + process.parked, 0));
    },
  };
}

const FAILING: ReadonlySet<string> = new Set(['retrying', 'halted', 'refused']);

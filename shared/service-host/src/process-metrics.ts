import { collectDefaultMetrics, type Registry } from 'prom-client';

/** The event loop's delay is measured by a timer: at the usual 10 ms the timer takes half a percent of a core. */
const EVENT_LOOP_LOOK_MS = 100;

/** CPU, memory, handles and the event loop of this process. */
export function collectProcessMetrics(register: Registry): void {
  collectDefaultMetrics({ register, eventLoopMonitoringPrecision: EVENT_LOOP_LOOK_MS });
}

import { Gauge, Histogram, Registry } from 'prom-client';
import { collectProcessMetrics } from '@berth/service-host/metrics';

export interface GatewayMetrics {
  readonly registry: Registry;
  /** Seconds that queries and mutations took, by root field. */
  readonly durations: Histogram<'operation' | 'outcome'>;
}

/** What the gateway measures, in OpenMetrics. */
export function createGatewayMetrics(openStreams: () => number): GatewayMetrics {
  const registry = new Registry();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as never);
  registry.setDefaultLabels({ service: 'gateway' });
  collectProcessMetrics(registry);
  const durations = new Histogram({
    name: 'berth_graphql_duration_seconds',
    help: 'Duration of GraphQL queries and mutations in seconds, by root field and outcome',
    labelNames: ['operation', 'outcome'],
    buckets: [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  new Gauge({
    name: 'berth_graphql_streams',
    help: 'Open subscriptions',
    registers: [registry],
    collect() {
      this.set(openStreams());
    },
  });
  return { registry, durations };
}

import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Context,
  type Tracer,
} from '@opentelemetry/api';
import { defined } from '@berth/kernel/defined';

export type SpanPart = 'server' | 'client' | 'consumer' | 'internal';

export interface SpanOptions {
  readonly name: string;
  /** W3C trace context of the caller. */
  readonly traceparent?: string | undefined;
  readonly part: SpanPart;
  readonly attributes?: { readonly [name: string]: string | number | boolean };
}

/** Records what a process does within a trace. Where traces are not collected, it only passes the trace context on. */
export interface Tracing {
  /** Runs `work` in a span of its own; its calls to others use the traceparent that it is given. */
  span<T>(options: SpanOptions, work: (traceparent: string | undefined) => Promise<T>): Promise<T>;
  /** Sends what has been recorded. */
  stop(): Promise<void>;
}

const KINDS: { readonly [part in SpanPart]: SpanKind } = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
};

const untraced: Tracing = {
  span: (options, work) => work(options.traceparent),
  stop: async () => undefined,
};

/**
 * Exports over OTLP/HTTP to the endpoint (as `OTEL_EXPORTER_OTLP_ENDPOINT` says it, without `/v1/traces`). The SDK is
 * loaded only where there is one, and nothing is instrumented by itself: that costs memory in every process.
 */
export async function startTracing(service: string, endpoint: string | undefined): Promise<Tracing> {
  if (endpoint === undefined || endpoint === '') return untraced;
  const [{ TracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }, { resourceFromAttributes }] =
    await Promise.all([
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': `berth-${service}`, 'service.namespace': 'berth' }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer('berth');
  return {
    span: (options, work) => inSpan(tracer, options, work),
    stop: () => provider.shutdown().catch(() => undefined),
  };
}

async function inSpan<T>(
  tracer: Tracer,
  { name, traceparent, part, attributes }: SpanOptions,
  work: (traceparent: string) => Promise<T>,
): Promise<T> {
  const span = tracer.startSpan(
    name,
    { kind: KINDS[part], ...defined({ attributes }) },
    parentOf(traceparent),
  );
  const { traceId, spanId, traceFlags } = span.spanContext();
  try {
    return await work(`00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`);
  } catch (error) {
    span.setStatus({
      code: SpanStatusCode.ERROR,
      message: error instanceof Error ? error.message : String(error),
    });
    throw error;
  } finally {
    span.end();
  }
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

function parentOf(traceparent: string | undefined): Context {
  const match = traceparent === undefined ? null : TRACEPARENT.exec(traceparent);
  const [, traceId, spanId, flags] = match ?? [];
  if (traceId === undefined || spanId === undefined) return ROOT_CONTEXT;
  const traceFlags = parseInt(flags ?? '0', 16) & TraceFlags.SAMPLED;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

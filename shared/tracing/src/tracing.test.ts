import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from '@jest/globals';
import { startTracing } from './tracing.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${TRACE}-b7ad6b7169203331-01`;

interface Exported {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly ExportedSpan[] }[];
  }[];
}
interface ExportedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly parentSpanId?: string;
  readonly spanId: string;
  readonly status: { readonly code?: number };
}

/** Real HTTP, as a collector speaks it. */
async function collector() {
  const spans: ExportedSpan[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(parts).toString()) as Exported;
      spans.push(
        ...body.resourceSpans.flatMap((resource) => resource.scopeSpans.flatMap((scope) => scope.spans)),
      );
      response
        .writeHead(request.url === '/v1/traces' ? 200 : 404, { 'content-type': 'application/json' })
        .end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { spans, url: `http://127.0.0.1:${port}`, close };
}

describe('tracing', () => {
  it('passes the trace context on where traces are not collected', async () => {
    const tracing = await startTracing('test', undefined);
    assert.equal(
      await tracing.span({ name: 'x', traceparent, part: 'server' }, async (next) => next),
      traceparent,
    );
    await tracing.stop();
  });

  it("exports a span under the caller's, and passes its own on", async () => {
    const { spans, url, close } = await collector();
    const tracing = await startTracing('test', url);
    const next = await tracing.span({ name: 'outer', traceparent, part: 'server' }, (own) =>
      tracing.span({ name: 'inner', traceparent: own, part: 'client' }, async (inner) => inner),
    );
    await assert.rejects(
      tracing.span({ name: 'fails', traceparent, part: 'server' }, async () =>
        Promise.reject(new Error('no')),
      ),
      /no/,
    );
    await tracing.stop();
    close();
    const [outer, inner, fails] = ['outer', 'inner', 'fails'].map((name) =>
      spans.find((span) => span.name === name),
    );
    assert.equal(outer?.traceId, TRACE);
    assert.equal(outer.parentSpanId, 'b7ad6b7169203331');
    assert.equal(inner?.parentSpanId, outer.spanId);
    assert.equal(next, `00-${TRACE}-${inner.spanId}-01`);
    assert.equal(fails?.status.code, 2);
  });

  it('begins a trace where the context is absent or no trace context', async () => {
    const { url, close } = await collector();
    const tracing = await startTracing('test', url);
    const next = await tracing.span(
      { name: 'x', traceparent: 'nonsense', part: 'server' },
      async (own) => own,
    );
    await tracing.stop();
    close();
    assert.match(next ?? '', /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });
});

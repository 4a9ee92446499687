import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import { linesOf, script } from './platform/jobs.js';
import { createLab, type Lab } from './platform/lab.js';
import { Platform } from './platform/platform.js';

jest.setTimeout(180_000);

interface Span {
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
}

interface Exported {
  readonly resourceSpans: readonly {
    readonly resource: {
      readonly attributes: readonly {
        readonly key: string;
        readonly value: { readonly stringValue?: string };
      }[];
    };
    readonly scopeSpans: readonly { readonly spans: readonly Omit<Span, 'service'>[] }[];
  }[];
}

/** A collector of traces, as far as processes that export see it: OTLP in JSON over HTTP. */
class Collector {
  readonly spans: Span[] = [];
  readonly #server: Server = createServer((request, response) => {
    void this.#take(request).then(() => response.setHeader('content-type', 'application/json').end('{}'));
  });

  async start(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #take(request: IncomingMessage): Promise<void> {
    const { resourceSpans } = JSON.parse(await text(request)) as Exported;
    for (const { resource, scopeSpans } of resourceSpans) {
      const named = resource.attributes.find(({ key }) => key === 'service.name');
      const service = named?.value.stringValue ?? '';
      for (const { spans } of scopeSpans) this.spans.push(...spans.map((span) => ({ ...span, service })));
    }
  }
}

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';
const SUBMIT = `mutation ($input: SubmitJobInput!) {
  submitJob(input: $input) { __typename ... on SubmitJobSuccess { job { id } } ... on Error { message } }
}`;

describe('a trace', () => {
  const collector = new Collector();
  let platform: Platform;
  let lab: Lab;

  beforeAll(async () => {
    platform = await Platform.start({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: await collector.start() } });
    lab = await createLab(platform);
  });
  afterAll(async () => {
    await platform.stop();
    collector.stop();
  });

  it('goes from the caller through gateway and scheduler to the agent and the job', async () => {
    const input = { name: 'traced', project: lab.project, ...script('console.log(process.env.TRACEPARENT)') };
    const traceparent = `00-${TRACE}-${CALLER}-01`;
    const { data } = await lab.ada.api.answer(SUBMIT, { input }, { traceparent });
    const { job } = data?.['submitJob'] as { job: { id: string } };

    const [inJob = ''] = await linesOf(lab.ada.api, job.id);
    const chain = await eventually(
      () => {
        const spanOf = (service: string, name: RegExp) =>
          collector.spans.find(
            (span) => span.traceId === TRACE && span.service === service && name.test(span.name),
          );
        const gateway = spanOf('berth-gateway', /./);
        const scheduler = spanOf('berth-scheduler', /submit/);
        const agent = spanOf('berth-agent', /^run\.start$/);
        assert.ok(gateway && scheduler && agent, JSON.stringify(collector.spans.slice(-20)));
        return { gateway, scheduler, agent };
      },
      { timeoutMs: 30_000, everyMs: 200 },
    );
    assert.equal(chain.gateway.parentSpanId, CALLER);
    assert.equal(chain.scheduler.parentSpanId, chain.gateway.spanId);
    assert.equal(chain.agent.parentSpanId, chain.scheduler.spanId);
    assert.equal(inJob, `00-${TRACE}-${chain.agent.spanId}-01`);
  });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

export interface HealthOptions {
  readonly host: string;
  readonly port: number;
  /** Undefined when ready, else what is missing. */
  readonly notReady: () => string | undefined;
  readonly metrics: Registry;
  /** Before each scrape. */
  readonly refresh?: () => void;
}

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/** `/livez` answers while the event loop runs; `/readyz` checks the dependencies; `/metrics` serves OpenMetrics. */
export async function startHealthServer(options: HealthOptions): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const answer = (status: number, body: string, type = 'text/plain; charset=utf-8') => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
      response.end(body);
    };
    const path = (request.url ?? '/').split('?')[0];
    if (request.method !== 'GET') answer(405, 'the method must be GET\n');
    else if (path === '/livez') answer(200, 'ok\n');
    else if (path === '/readyz') {
      const missing = options.notReady();
      answer(missing === undefined ? 200 : 503, `${missing ?? 'ready'}\n`);
    } else if (path === '/metrics') {
      options.refresh?.();
      options.metrics.metrics().then(
        (text) => answer(200, text, options.metrics.contentType),
        () => answer(500, 'metrics failed\n'),
      );
    } else answer(404, 'try /livez, /readyz or /metrics\n');
  });
  await listen(server, options);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, options: HealthOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
}

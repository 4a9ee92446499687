import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import type { ProcessView } from '@berth/contracts/history';
import { startHealthServer } from './health.js';
import { createMetrics } from './metrics.js';

const some: ProcessView = {
  service: 'test',
  name: '',
  kind: 'relay',
  source: 'test',
  state: 'live',
  behindEvents: 0,
  atLeast: false,
  behindSeconds: 0,
  parked: 0,
  lastError: null,
  lastErrorAt: null,
};

async function aServer(notReady: () => string | undefined = () => undefined) {
  const metrics = createMetrics('test');
  const server = await startHealthServer({
    host: '127.0.0.1',
    port: 0,
    metrics: metrics.registry,
    notReady,
    refresh: () =>
      metrics.refresh([
        { ...some, name: 'jobs', kind: 'projection', state: 'halted', behindSeconds: 1.5 },
        { ...some, name: 'charges-from-scheduler', kind: 'consumer', parked: 2 },
        { ...some, name: 'relay', kind: 'relay', behindEvents: 3 },
      ]),
  });
  onTestEnd(() => server.close());
  return (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init);
}

describe('health', () => {
  it('is alive while it turns, and ready only with what it depends on', async () => {
    let missing: string | undefined = 'the connection to the bus is down';
    const get = await aServer(() => missing);
    assert.equal((await get('/livez')).status, 200);
    const notReady = await get('/readyz?verbose');
    assert.deepEqual([notReady.status, await notReady.text()], [503, 'the connection to the bus is down\n']);
    missing = undefined;
    assert.equal((await get('/readyz')).status, 200);
  });

  it('speaks OpenMetrics, refreshed at each scrape', async () => {
    const answer = await (await aServer())('/metrics');
    assert.match(answer.headers.get('content-type') ?? '', /application\/openmetrics-text/);
    const text = await answer.text();
    assert.match(text, /^berth_view_lag_seconds\{view="jobs",service="test"\} 1\.5$/m);
    assert.match(text, /^berth_view_halted\{view="jobs",service="test"\} 1$/m);
    assert.match(text, /^berth_relay_lag_events\{service="test"\} 3$/m);
    assert.match(text, /^berth_parked_messages\{service="test"\} 2$/m);
    const consumer = 'process="charges-from-scheduler",kind="consumer",service="test"';
    assert.match(text, new RegExp(`^berth_process_parked\\{${consumer}\\} 2$`, 'm'));
    assert.match(text, /^berth_process_failing\{process="jobs",kind="projection",service="test"\} 1$/m);
    assert.match(text, /^berth_process_lag_events\{process="relay",kind="relay",service="test"\} 3$/m);
    assert.ok(text.endsWith('# EOF\n'));
  });

  it('takes nothing else', async () => {
    const get = await aServer();
    assert.equal((await get('/metrics', { method: 'POST' })).status, 405);
    assert.equal((await get('/etc/passwd')).status, 404);
  });
});

import { HttpConnection, requestBytes } from './http-connection.js';
import type { LoadMessage, LoadOrder, LoadOutcome } from './load.messages.js';

/** A process of its own, so that it neither waits for, nor delays, who measures. */
async function carryOut(order: LoadOrder): Promise<LoadOutcome> {
  const { port, path, headers, bodies, paths, connections, seconds, requests, expect, collect } = order;
  const prepared = paths
    ? paths.map((each) => requestBytes('GET', port, path + each, headers, ''))
    : bodies.map((body) => requestBytes('POST', port, path, headers, body));
  const pattern = collect && new RegExp(collect.pattern);
  const open = await Promise.all(Array.from({ length: connections }, () => HttpConnection.open(port)));
  const latencies: number[] = [];
  const collected: string[] = [];
  let sent = 0;
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const until = start + (seconds ?? Infinity) * 1000;

  await Promise.all(
    open.map(async (connection) => {
      while (sent < (requests ?? Infinity) && performance.now() < until) {
        const bytes = prepared[sent++ % prepared.length];
        if (!bytes) throw new Error('there is nothing to send');
        const begin = performance.now();
        const { status, body } = await connection.ask(bytes);
        latencies.push(performance.now() - begin);
        if (status < 200 || status > 201 || !body.includes(expect))
          throw new Error(`${status}: ${body.slice(0, 500)}`);
        if (collect && collected.length < collect.most) {
          const found = pattern?.exec(body)?.[1];
          if (found !== undefined) collected.push(found);
        }
      }
    }),
  );

  const elapsed = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  for (const connection of open) connection.close();
  return {
    requests: latencies.length,
    seconds: elapsed,
    latencies,
    collected,
    ownCpu: (user + system) / 1e6,
  };
}

const tell = (message: LoadMessage): void => {
  process.send?.(message);
};

process.on('message', (order: LoadOrder) => {
  carryOut(order).then(
    (outcome) => tell({ kind: 'outcome', outcome }),
    (error: unknown) =>
      tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
  );
});
process.once('disconnect', () => process.exit(0));

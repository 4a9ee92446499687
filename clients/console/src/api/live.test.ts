import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { document } from './document.js';
import { Live } from './live.js';
import type { Refusal } from './refusal.js';

interface Item {
  readonly cursor: string;
}
const jobs = document<Item, { readonly after?: string }>('subscription Jobs($after: String) { jobs }');
const queue = document<Item, object>('subscription Queue { queue }');

/** A gateway's end of the connections that a test opens. */
class Server {
  readonly requests: { [id: string]: { query: string; variables: { after?: string } } }[] = [];
  readonly connections: {
    readonly send: (text: string) => void;
    readonly end: () => void;
    signal: AbortSignal;
  }[] = [];
  readonly statuses: number[] = [];
  renewals = 0;
  session = true;

  readonly live = new Live({
    backoffMs: () => 5,
    silenceMs: 200,
    renew: () => {
      this.renewals += 1;
      return Promise.resolve(this.session);
    },
    open: (body, signal) => {
      this.requests.push((JSON.parse(body) as { operations: Server['requests'][number] }).operations);
      const status = this.statuses.shift() ?? 200;
      if (status === 0) return Promise.reject(new TypeError('fetch failed'));
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      const writer = writable.getWriter();
      const ignore = (): void => undefined;
      signal.addEventListener('abort', () => void writer.abort(signal.reason).catch(ignore));
      this.connections.push({
        send: (text) => void writer.write(new TextEncoder().encode(text)).catch(ignore),
        end: () => void writer.close().catch(ignore),
        signal,
      });
      return Promise.resolve(new Response(readable, { status }));
    },
  });

  item(id: string, cursor: string): void {
    this.next(id, { data: { cursor } });
  }

  next(id: string, payload: object): void {
    this.connections.at(-1)?.send(`event: next\ndata: ${JSON.stringify({ id, payload })}\n\n`);
  }

  complete(id: string): void {
    this.connections.at(-1)?.send(`event: complete\ndata: ${JSON.stringify({ id })}\n\n`);
  }
}

let server: Server;
const start = (): Live => (server = new Server()).live;
afterEach(() => server.live.pause());

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !condition(); tries += 1) await sleep(5);
  expect(condition()).toBe(true);
}

describe('what a tab follows', () => {
  it('comes over one connection, which changes with it', async () => {
    const live = start();
    const seen: string[] = [];
    const stop = live.follow(jobs, {}, { onItem: ({ cursor }) => seen.push(`job ${cursor}`) });
    live.follow(queue, {}, { onItem: ({ cursor }) => seen.push(`queue ${cursor}`) });
    await until(() => server.connections.length === 1);
    expect(Object.keys(server.requests[0] ?? {})).toEqual(['1', '2']);
    server.item('1', 'a');
    server.item('2', 'b');
    await until(() => seen.length === 2);
    expect(seen).toEqual(['job a', 'queue b']);
    stop();
    await until(() => server.connections.length === 2);
    expect(Object.keys(server.requests[1] ?? {})).toEqual(['2']);
    expect(server.connections[0]?.signal.aborted).toBe(true);
  });

  it('goes on after its last item when the connection is lost, and says what has no cursor', async () => {
    const live = start();
    const seen: string[] = [];
    let gaps = 0;
    live.follow(
      jobs,
      {},
      { onItem: ({ cursor }) => seen.push(cursor), resume: ({ cursor }) => ({ after: cursor }) },
    );
    live.follow(queue, {}, { onItem: () => undefined, onGap: () => (gaps += 1) });
    await until(() => server.connections.length === 1);
    server.item('1', 'a');
    await until(() => seen.length === 1);
    server.statuses.push(0, 503);
    server.connections[0]?.end();
    await until(() => server.requests.length === 4 && live.state === 'open');
    expect(server.requests.at(-1)?.['1']?.variables).toEqual({ after: 'a' });
    server.item('1', 'b');
    await until(() => seen.length === 2);
    expect([seen, gaps]).toEqual([['a', 'b'], 1]);
  });

  it('is found dead when not even heartbeats come', async () => {
    const live = start();
    live.follow(queue, {}, { onItem: () => undefined });
    await until(() => server.connections.length === 1);
    server.connections[0]?.send(':\n\n');
    await until(() => server.connections.length === 2);
    expect(server.connections[0]?.signal.aborted).toBe(true);
  });

  it('goes on with a new token when the old one expires in the middle', async () => {
    const live = start();
    let ended = false;
    live.follow(jobs, {}, { onItem: () => undefined, onEnd: () => (ended = true) });
    await until(() => server.connections.length === 1);
    server.next('1', { errors: [{ message: 'expired', extensions: { code: 'UNAUTHENTICATED' } }] });
    server.complete('1');
    await until(() => server.connections.length === 2);
    expect([server.renewals, ended]).toEqual([1, false]);
  });

  it('stops without a word when the session has ended', async () => {
    const live = start();
    server.session = false;
    server.statuses.push(401);
    live.follow(jobs, {}, { onItem: () => undefined });
    await until(() => server.renewals === 1);
    await sleep(50);
    expect([live.state, server.requests.length]).toEqual(['idle', 1]);
  });

  it('ends where the source ends or is refused, and the rest goes on', async () => {
    const live = start();
    const ends: (Refusal | undefined)[] = [];
    const seen: string[] = [];
    live.follow(jobs, {}, { onItem: () => undefined, onEnd: (refusal) => ends.push(refusal) });
    live.follow(jobs, {}, { onItem: () => undefined, onEnd: (refusal) => ends.push(refusal) });
    live.follow(queue, {}, { onItem: ({ cursor }) => seen.push(cursor) });
    await until(() => server.connections.length === 1);
    server.complete('1');
    server.next('2', {
      errors: [{ message: 'no such job', extensions: { code: 'NOT_FOUND', traceId: 't' } }],
    });
    server.item('3', 'c');
    await until(() => seen.length === 1);
    expect(ends).toEqual([
      undefined,
      { code: 'NOT_FOUND', message: 'no such job', details: { traceId: 't' } },
    ]);
    expect(server.connections.length).toBe(1);
  });

  it('rests while nobody looks', async () => {
    const live = start();
    live.follow(jobs, {}, { onItem: () => undefined, resume: ({ cursor }) => ({ after: cursor }) });
    await until(() => server.connections.length === 1);
    server.item('1', 'a');
    await sleep(20);
    live.pause();
    await sleep(50);
    expect(server.connections.length).toBe(1);
    live.resume();
    await until(() => server.connections.length === 2);
    expect(server.requests[1]?.['1']?.variables).toEqual({ after: 'a' });
  });

  it('is bounded', () => {
    const live = start();
    for (let n = 0; n < 20; n += 1) live.follow(queue, {}, { onItem: () => undefined });
    expect(() => live.follow(queue, {}, { onItem: () => undefined })).toThrow('20 at most');
  });
});

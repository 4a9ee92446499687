import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { subjects } from '@berth/contracts/subjects';
import { startNats, type TestNats } from '@berth/testing/nats';
import type { Bus } from './connection.js';
import { RpcClient, type RpcClientOptions } from './rpc-client.js';
import type { RpcReply } from './rpc-messages.js';
import { RpcServer, type RpcServerOptions } from './rpc-server.js';
import { connectAs } from './test-bus.js';

export const JOB = subjects.query('scheduler', 'job');
export const SUBMIT = subjects.command('scheduler', 'job', 'submit');
export const HOST = '0123456789ABCDEFGHJKMNPQRS';

export const ok = (result: string): RpcReply => ({ ok: true, result });
export const codeOf = (reply: RpcReply): string => (reply.ok ? 'OK' : reply.error.code);
export const reasonOf = (reply: RpcReply): unknown =>
  reply.ok ? undefined : reply.error.details?.['reason'];

/** For tests: clients and servers on a nats-server of the file's own; what a test opens is closed after it. */
export function rpcWorld() {
  let nats: TestNats;
  let closing: (() => Promise<unknown> | void)[] = [];
  beforeAll(async () => {
    nats = await startNats();
  });
  afterAll(() => nats.stop());
  afterEach(async () => {
    for (const close of closing.reverse()) await close();
    closing = [];
  });

  const closed = (bus: Bus): Bus => {
    closing.push(() => bus.close());
    return bus;
  };
  const open = async (identity: 'gateway' | 'scheduler'): Promise<Bus> =>
    closed(await connectAs(nats, identity));

  const aClient = async (options: Omit<RpcClientOptions, 'bus'> = {}): Promise<RpcClient> => {
    const client = new RpcClient({ bus: await open('gateway'), ...options });
    closing.push(() => client.close());
    return client;
  };

  const aServer = async (
    define: (server: RpcServer) => void,
    options: Partial<RpcServerOptions> = {},
  ): Promise<RpcServer> => {
    const bus = options.bus ?? (await open('scheduler'));
    const server = new RpcServer({ service: 'scheduler', onError: () => undefined, ...options, bus });
    define(server);
    server.start();
    await bus.nc.flush();
    return server;
  };

  return { nats: () => nats, closed, open, aClient, aServer };
}

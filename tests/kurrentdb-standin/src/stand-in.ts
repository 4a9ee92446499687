import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import grpc, { type Metadata, type ServerDuplexStream } from '@grpc/grpc-js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import featuresService from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import usersGrpc from '@eventstore/db-client/generated/users_grpc_pb.js';
import type { Access } from './access.js';
import { type Caller } from './access.js';
import { batchAppend } from './batch-append.js';
import { CommitQueue } from './commit-queue.js';
import type { ServerVersion } from './follow.js';
import { Log } from './log.js';
import type { ReadCall } from './messages.js';
import { read, streamOf } from './read.js';
import { Traffic } from './traffic.js';
import { denied, usersService } from './users.js';
export { Log } from './log.js';
export { Access } from './access.js';
export type { ServerVersion } from './follow.js';

export interface StandInOptions {
  /** Default: any free one. */
  readonly port?: number;
  /** What the server holds; given again it is the same server, started again. */
  readonly log?: Log;
  readonly version?: ServerVersion;
  /** Users and lists of who may what; the server then speaks TLS, as the client sends no password without. */
  readonly access?: Access;
}

export interface StandIn {
  /** Connection string for the client, without a user. */
  readonly url: string;
  /** What was sent to whom. */
  readonly traffic: Traffic;
  /** Ends every call at once, as a server that is killed does: what was being written is written or lost. */
  close(): void;
}

const certificate = (name: string): string =>
  fileURLToPath(new URL(`../certificates/${name}`, import.meta.url));
const EVERYTHING: Caller = { name: 'anonymous', roles: ['$admins'] };

/**
 * Answers the calls that the KurrentDB adapter makes, from memory, over real gRPC and the client's own service
 * definitions. It was written from the client's code, the sources of the servers 22.10 and 25.0, and what was seen when
 * the adapter ran against both: passing against it says that the adapter copes with that, not that a real server behaves
 * alike. For that, run the contract suite with `KURRENTDB_URL` set.
 */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const { port = 0, log = new Log(), version = '25.0', access } = options;
  const traffic = new Traffic();
  const commits = new CommitQueue(log);
  const server = new grpc.Server();
  const identify = ({ metadata }: { readonly metadata: Metadata }): Caller | undefined =>
    access === undefined ? EVERYTHING : access.identify(metadata.get('authorization')[0]?.toString());
  const may = (caller: Caller, action: 'read' | 'write', stream: string): boolean =>
    access === undefined || access.may(caller, action, stream);

  server.addService(streamsService.StreamsService as unknown as grpc.ServiceDefinition, {
    read: (call: ReadCall) => {
      const asked = call.request.getOptions();
      const caller = identify(call);
      if (caller === undefined) call.emit('error', UNAUTHENTICATED);
      else if (asked === undefined) call.emit('error', asStatus(new Error('a read without options')));
      else if (!may(caller, 'read', streamOf(asked))) call.emit('error', denied());
      else {
        read({ log, version, traffic }, call, asked).catch((error: unknown) =>
          call.emit('error', asStatus(error)),
        );
      }
    },
    batchAppend: (call: ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>) => {
      const caller = identify(call);
      if (caller === undefined) call.emit('error', UNAUTHENTICATED);
      else batchAppend(commits, call, (stream) => may(caller, 'write', stream));
    },
  });
  server.addService(featuresService.ServerFeaturesService as unknown as grpc.ServiceDefinition, {
    getSupportedMethods: (_call: unknown, reply: grpc.sendUnaryData<features.SupportedMethods>) => {
      const append = new features.SupportedMethod();
      append.setServiceName('event_store.client.streams.Streams').setMethodName('batchappend');
      const supported = new features.SupportedMethods().setEventStoreServerVersion(`${version}.0`);
      reply(null, supported.setMethodsList([append]));
    },
  });
  if (access !== undefined) {
    const service = usersGrpc.UsersService as unknown as grpc.ServiceDefinition;
    server.addService(service, usersService(access, identify));
  }
  const bound = await bind(server, port, access === undefined);
  return {
    url: `esdb://127.0.0.1:${bound}?${access ? `tls=true&tlsCAFile=${certificate('localhost.pem')}` : 'tls=false'}`,
    traffic,
    close() {
      commits.crash();
      server.forceShutdown();
    },
  };
}

function bind(server: grpc.Server, port: number, insecure: boolean): Promise<number> {
  const pair = () => ({
    cert_chain: readFileSync(certificate('localhost.pem')),
    private_key: readFileSync(certificate('localhost.key.pem')),
  });
  const credentials = insecure
    ? grpc.ServerCredentials.createInsecure()
    : grpc.ServerCredentials.createSsl(null, [pair()]);
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, credentials, (error, actual) =>
      error ? reject(error) : resolve(actual),
    );
  });
}

const UNAUTHENTICATED = { code: grpc.status.UNAUTHENTICATED, details: 'Unauthenticated' };

const asStatus = (error: unknown): Partial<grpc.StatusObject> => ({
  code: grpc.status.UNKNOWN,
  details: error instanceof Error ? error.message : String(error),
});

import grpc, { type ServerDuplexStream } from '@grpc/grpc-js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import featuresService from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { batchAppend } from './batch-append.js';
import { Log } from './log.js';
export { Log } from './log.js';
import type { ReadCall } from './messages.js';
import { read } from './read.js';

export interface StandIn {
  /** Connection string for the client. */
  readonly url: string;
  /** Ends every call at once, as a server that dies does. */
  close(): void;
}

/**
 * Answers the calls that the KurrentDB adapter makes, from memory, over real gRPC and the client's own service
 * definitions. It was written from the client's code and the server's documentation: passing against it says that
 * the adapter speaks the protocol, not that a real server behaves alike. For that, run the contract suite with
 * `KURRENTDB_URL` set.
 */
export async function startStandIn(port = 0, log = new Log()): Promise<StandIn> {
  const server = new grpc.Server();
  server.addService(streamsService.StreamsService as unknown as grpc.ServiceDefinition, {
    read: (call: ReadCall) => {
      read(log, call).catch((error: unknown) => call.emit('error', asStatus(error)));
    },
    batchAppend: (call: ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>) => {
      batchAppend(log, call);
    },
  });
  server.addService(featuresService.ServerFeaturesService as unknown as grpc.ServiceDefinition, {
    getSupportedMethods: (_call: unknown, reply: grpc.sendUnaryData<features.SupportedMethods>) => {
      const append = new features.SupportedMethod();
      append.setServiceName('event_store.client.streams.Streams').setMethodName('batchappend');
      reply(
        null,
        new features.SupportedMethods().setEventStoreServerVersion('0.0.0').setMethodsList([append]),
      );
    },
  });
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, grpc.ServerCredentials.createInsecure(), (error, actual) =>
      error ? reject(error) : resolve(actual),
    );
  });
  return { url: `esdb://127.0.0.1:${bound}?tls=false`, close: () => server.forceShutdown() };
}

const asStatus = (error: unknown): Partial<grpc.StatusObject> => ({
  code: grpc.status.UNKNOWN,
  details: error instanceof Error ? error.message : String(error),
});

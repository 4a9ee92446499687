import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execute, parse, validate, type DocumentNode } from 'graphql';
import { Calls } from '@berth/gateway/graphql/calls';
import { Loaders } from '@berth/gateway/graphql/loaders';
import { Positions } from '@berth/gateway/graphql/positions';
import { schema } from '@berth/gateway/graphql/schema';
import { accessToken, inMemoryPlatform, verifier } from './in-memory-platform.js';

/**
 * The floor of HTTP and GraphQL: node:http and graphql-js around the gateway's schema and resolvers. Documents are parsed
 * and validated once, and the access token is checked; there is nothing else, no limit and no masking.
 */
const { live, rpc } = inMemoryPlatform;
const documents = new Map<string, DocumentNode>();

function documentOf(query: string): DocumentNode {
  const known = documents.get(query);
  if (known) return known;
  const document = parse(query);
  if (validate(schema, document).length > 0) throw new Error(`not valid: ${query}`);
  documents.set(query, document);
  return document;
}

async function answer(request: IncomingMessage, response: ServerResponse, body: string): Promise<void> {
  const token = request.headers.authorization?.slice('Bearer '.length) ?? '';
  const identity = await verifier.verify(token);
  if (!identity.ok) return void response.writeHead(401).end();
  const { query, variables } = JSON.parse(body) as { query: string; variables: { [name: string]: unknown } };
  const calls = new Calls({
    rpc,
    caller: { kind: 'known', token, identity: identity.value, expiresAt: Infinity },
    positions: new Positions(),
    idempotencyKey: undefined,
    traceparent: undefined,
    correlationId: 'bench',
    remoteAddress: '127.0.0.1',
    userAgent: undefined,
  });
  const contextValue = { calls, live, loaders: new Loaders(calls) };
  const result = await execute({
    schema,
    document: documentOf(query),
    variableValues: variables,
    contextValue,
  });
  const json = JSON.stringify(result);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) });
  response.end(json);
}

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => (body += chunk));
  request.on('end', () => void answer(request, response, body));
});
server.listen(0, '127.0.0.1', () =>
  process.send?.({ port: (server.address() as AddressInfo).port, token: accessToken() }),
);
process.once('disconnect', () => process.exit(0));

import { createHash } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import { onlyGet } from '../http/only-get.js';
import type { Route } from '../http/server.js';
import { openApiDocument } from './openapi/document.js';
import { ROUTES } from './routes.js';

/** `/api/v1/openapi.json`: the OpenAPI document, made when it is asked for first. */
export function openApiRoute(schema: GraphQLSchema, version: string): Route {
  let made: { readonly text: Buffer; readonly tag: string } | undefined;
  return onlyGet((request, response) => {
    if (!made) {
      const text = Buffer.from(JSON.stringify(openApiDocument(schema, ROUTES, version)));
      made = { text, tag: `"${createHash('sha1').update(text).digest('base64url')}"` };
    }
    response.setHeader('etag', made.tag).setHeader('cache-control', 'public, no-cache');
    if (request.headers['if-none-match'] === made.tag) return void response.writeHead(304).end();
    response.writeHead(200, {
      'content-type': 'application/vnd.oai.openapi+json;version=3.1; charset=utf-8',
      'content-length': made.text.length,
    });
    response.end(request.method === 'HEAD' ? undefined : made.text);
  });
}

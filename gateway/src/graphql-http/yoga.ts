import type { IncomingMessage, ServerResponse } from 'node:http';
import { createYoga } from 'graphql-yoga';
import type { Context } from '../graphql/context.js';
import type { Positions } from '../graphql/positions.js';
import { schema } from '../graphql/schema.js';

export interface ServerContext {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly opened: Context;
  readonly positions: Positions;
}

export function createGraphQLServer({ development }: { readonly development: boolean }) {
  return createYoga<ServerContext, Context>({
    schema,
    context: ({ opened }) => opened,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    graphiql: development,
    batching: false,
    logging: false,
    cors: false,
    plugins: [
      {
        onExecute: ({ args }: { readonly args: { readonly contextValue: unknown } }) => ({
          onExecuteDone: () => {
            const { positions, res } = args.contextValue as ServerContext;
            const after = positions.toHeader();
            if (after !== undefined && !res.headersSent) {
              res.setHeader('berth-after', after);
              res.setHeader('set-cookie', `berth-after=${after}; Path=/; HttpOnly; SameSite=Lax`);
            }
          },
        }),
      },
    ],
  });
}

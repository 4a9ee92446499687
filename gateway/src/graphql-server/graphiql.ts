import type { GraphiQLOptions } from 'graphql-yoga';

/** The page on which people try the API. */
export const GRAPHIQL: GraphiQLOptions = {
  title: 'Berth',
  endpoint: '/graphql',
  subscriptionsProtocol: 'GRAPHQL_SSE',
  headers: JSON.stringify({ authorization: 'Bearer <access token>' }, null, 2),
  defaultQuery:
    '# mutation { login(input: { login: "…", password: "…" }) { ... on LoginSuccess { accessToken } } }\n{\n  viewer {\n    username\n    role\n  }\n}\n',
};

/** Yoga's default page loads GraphiQL from the internet; this one has it within, from a package of development only. */
export async function renderOffline(options: GraphiQLOptions | undefined): Promise<string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  return renderGraphiQL(options);
}

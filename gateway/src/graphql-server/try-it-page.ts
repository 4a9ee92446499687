/** GraphiQL, whole and without a network. A tool of development: a production installation has it not. */
export async function tryItPage(): Promise<string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  return renderGraphiQL({
    title: 'Berth',
    endpoint: '/graphql',
    subscriptionsProtocol: 'GRAPHQL_SSE',
    headers: JSON.stringify({ authorization: 'Bearer <access token>' }, null, 2),
    defaultQuery:
      '# mutation { login(input: { login: "…", password: "…" }) { ... on LoginSuccess { accessToken } } }\n{\n  viewer {\n    username\n    role\n  }\n}\n',
  });
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSchema, createYoga } from 'graphql-yoga';

/**
 * The floor of the gateway: GraphQL Yoga as its documentation sets it up, with resolvers that answer from memory. No
 * authentication, no bus, no limits, nothing recorded.
 */
const job = { id: '0'.repeat(26), name: 'a job', state: 'queued', createdAt: '2026-01-05T09:00:00.000Z' };
const yoga = createYoga({
  schema: createSchema({
    typeDefs: `
      type Job { id: ID! name: String! state: String! createdAt: String! }
      interface Error { message: String! }
      type Refused implements Error { message: String! }
      type SubmitJobSuccess { job: Job! }
      union SubmitJobResult = SubmitJobSuccess | Refused
      input GpuInput { count: Int }
      input SubmitJobInput { name: String! project: ID! command: [String!] gpus: GpuInput }
      type Query { job(id: ID!): Job }
      type Mutation { submitJob(input: SubmitJobInput!): SubmitJobResult! }`,
    resolvers: {
      Query: { job: (_root: unknown, { id }: { id: string }) => ({ ...job, id }) },
      Mutation: { submitJob: () => ({ __typename: 'SubmitJobSuccess', job }) },
    },
  }),
  logging: false,
});

const server = createServer((request, response) => void yoga(request, response));
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit(0));

import { defined } from '@berth/kernel/defined';
import type { Answer, Case, World } from './case.js';
import { answerOf, apiOf, unanswered, type Who } from './api-cases.js';

const deep = (levels: number): string =>
  `{ job(id: "x") ${'{ pending { ahead '.repeat(levels)} { id } ${'} }'.repeat(levels)} }`;
const costly = `{ jobs(first: 200) { edges { node { project { members { user { id username } } }
  pending { ahead { runs { devices { uuid } } } } runs { devices { uuid model } } } } } }`;
const aliases = `{ ${Array.from({ length: 40 }, (_, index) => `a${index}: viewer { id }`).join(' ')} }`;
const tokens = `{ viewer { ${'id '.repeat(5_000)} } }`;

/** An HTTP request that never becomes an operation: refused by problem details (RFC 9457). */
const sent = (
  name: string,
  code: string,
  init: (world: World) => RequestInit & { readonly body?: string },
  field?: string,
): Case => ({
  name,
  code,
  ...defined({ field }),
  attempt: async (world): Promise<Answer> => {
    const { lab, platform } = world;
    const given = init(world);
    const response = await fetch(`${platform.url}/graphql${given.method === 'GET' ? given.body : ''}`, {
      method: 'POST',
      ...given,
      ...(given.method === 'GET' ? { body: null } : {}),
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        authorization: `Bearer ${lab.ada.api.token ?? ''}`,
        ...given.headers,
      },
      signal: AbortSignal.timeout(15_000),
    });
    const text = await response.text();
    const problem = JSON.parse(text) as { title?: string; field?: string };
    return { code: problem.title ?? `${response.status}`, field: problem.field, text };
  },
});

const query = (name: string, text: string, code: string, field?: string, who: Who = 'ada'): Case =>
  unanswered(who, text, {}, field === undefined ? [name, code] : [name, code, field]);

export const queries: readonly Case[] = [
  query('an unknown field', '{ viewer { shoeSize } }', 'GRAPHQL_VALIDATION_FAILED', 'shoeSize'),
  query(
    'an unknown argument',
    '{ jobs(colour: "red") { edges { cursor } } }',
    'GRAPHQL_VALIDATION_FAILED',
    'colour',
  ),
  query(
    'an argument of the wrong type',
    '{ jobs(first: "ten") { edges { cursor } } }',
    'GRAPHQL_VALIDATION_FAILED',
    'first',
  ),
  query('a missing argument', '{ host { id } }', 'GRAPHQL_VALIDATION_FAILED', 'id'),
  query('what does not parse', '{ viewer { id }', 'GRAPHQL_PARSE_FAILED'),
  query('a deep query', deep(8), 'QUERY_TOO_DEEP'),
  query('a costly query', costly, 'QUERY_TOO_COSTLY'),
  query('many aliases', aliases, 'TOO_MANY_ALIASES'),
  query('many tokens', tokens, 'TOO_MANY_TOKENS'),
  query(
    'a page beyond what there may be',
    '{ jobs(first: 1000) { edges { cursor } } }',
    'VALIDATION_FAILED',
    'first',
  ),
  query('a cursor that is none', '{ jobs(after: "x") { edges { cursor } } }', 'VALIDATION_FAILED', 'after'),
  query('a month that is none', '{ charges(month: "2026-13") { total } }', 'VALIDATION_FAILED', 'month'),
  query('a node that is none', '{ node(id: "x") { id } }', 'VALIDATION_FAILED', 'id'),
  query('what is parked, by a member', '{ parked(service: AUTH) { edges { cursor } } }', 'FORBIDDEN'),
  query(
    'jobs, by an anonymous caller',
    '{ jobs { edges { cursor } } }',
    'UNAUTHENTICATED',
    undefined,
    'anonymous',
  ),
  unanswered(
    'eve',
    'query ($job: ID!) { history(id: $job) { edges { cursor } } }',
    ({ job }: World) => ({ job }),
    ["the history of another's job", 'NOT_FOUND', 'id'],
  ),
  {
    name: "another's job",
    code: 'OK',
    attempt: async (world) => {
      const { data } = await apiOf(world, 'eve').answer(
        'query ($id: ID!) { job(id: $id) { id } node(id: $id) { id } }',
        {
          id: world.job,
        },
      );
      return {
        code: data?.['job'] === null && data['node'] === null ? 'OK' : 'SEEN',
        text: JSON.stringify(data),
      };
    },
  },
  ...['jobEvents', 'jobLogs', 'jobMetrics'].map((name): Case => ({
    name: `${name} of another's job`,
    code: 'NOT_FOUND',
    field: name === 'jobEvents' ? 'job' : 'jobId',
    attempt: async (world) => followed(world, `subscription ($job: ID!) { ${name}(job: $job) { cursor } }`),
  })),
  sent('a body that is not JSON', 'BAD_REQUEST', () => ({ body: '{' }), 'body'),
  sent('a body that is a list', 'BAD_REQUEST', () => ({ body: '[{"query":"{ viewer { id } }"}]' }), 'body'),
  sent('no query', 'BAD_REQUEST', () => ({ body: '{}' }), 'query'),
  sent(
    'an oversize body',
    'VALIDATION_FAILED',
    () => ({ body: JSON.stringify({ query: ' '.repeat(1_100_000) }) }),
    'body',
  ),
  sent('a form from another site', 'UNSUPPORTED_MEDIA_TYPE', () => ({
    body: '{"query":"{ viewer { id } }"}',
    headers: { 'content-type': 'text/plain' },
  })),
  sent(
    'a key of several words',
    'BAD_REQUEST',
    () => ({ body: '{"query":"{ viewer { id } }"}', headers: { 'idempotency-key': 'two words' } }),
    'Idempotency-Key',
  ),
  sent('a mutation by GET', 'METHOD_NOT_ALLOWED', () => ({
    method: 'GET',
    body: `?query=${encodeURIComponent('mutation { logout(input: {}) { __typename } }')}`,
  })),
];

async function followed(world: World, text: string): Promise<Answer> {
  try {
    const stream = apiOf(world, 'eve').follow(text, { job: world.job }, AbortSignal.timeout(10_000));
    const first = await stream.next();
    return { code: 'FOLLOWED', text: JSON.stringify(first) };
  } catch (error) {
    const { message } = error as Error;
    return {
      ...answerOf(JSON.parse(message.replace(/^\d+: /, '')) as Parameters<typeof answerOf>[0]),
      text: message,
    };
  }
}

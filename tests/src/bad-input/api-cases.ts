import { defined } from '@berth/kernel/defined';
import { type Api, type GraphQLAnswer, isRefusal, mutationOf } from '../platform/api.js';
import type { Answer, Case, World } from './case.js';

export type Who = 'ada' | 'eve' | 'admin' | 'anonymous';

export const apiOf = ({ lab, eve, platform }: World, who: Who): Api =>
  ({ ada: lab.ada.api, eve: eve.api, admin: lab.admin.api, anonymous: platform.api })[who];

/** Of a GraphQL answer: its first error, or a mutation's refusal. */
export function answerOf(answer: GraphQLAnswer): Answer {
  const text = JSON.stringify(answer);
  const [error] = answer.errors ?? [];
  if (error) return { code: error.extensions?.code ?? 'NO CODE', field: error.extensions?.field, text };
  const [outcome] = Object.values(answer.data ?? {});
  if (isRefusal(outcome)) return { code: outcome.code, field: outcome.field ?? undefined, text };
  return { code: 'OK', text };
}

type Input = object | ((world: World) => object);
const inputFor = (input: Input, world: World): object =>
  typeof input === 'function' ? (input as (world: World) => object)(world) : input;

/** A mutation that must be refused, with the member of the input that is wrong. */
export const refused = (
  who: Who,
  mutation: string,
  input: Input,
  [name, code, field]: readonly [name: string, code: string, field?: string],
  headers: { readonly [name: string]: string } = {},
): Case => ({
  name: `${mutation}: ${name}`,
  code,
  ...(field === undefined ? {} : { field: code === 'IDEMPOTENCY_KEY_REUSED' ? field : `input.${field}` }),
  attempt: async (world) =>
    answerOf(
      await apiOf(world, who).answer(
        mutationOf(mutation, '__typename'),
        { input: inputFor(input, world) },
        headers,
      ),
    ),
});

/** A query that must be answered by an error. */
export const unanswered = (
  who: Who,
  query: string,
  variables: Input,
  [name, code, field]: readonly [name: string, code: string, field?: string],
): Case => ({
  name,
  code,
  ...defined({ field }),
  attempt: async (world) => answerOf(await apiOf(world, who).answer(query, inputFor(variables, world))),
});

import { brandWithType } from '@pothos/core';
import {
  projectsByIdQuery,
  projectsQuery,
  usersByIdQuery,
  usersQuery,
} from '@berth/contracts/auth/operations';
import type { OperationDefinition, RawInputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import {
  hostsByIdQuery,
  hostsQuery,
  poolsByIdQuery,
  poolsQuery,
} from '@berth/contracts/inventory/operations';
import { jobsByIdQuery, jobsQuery } from '@berth/contracts/scheduler/operations';
import { reservationsByIdQuery, reservationsQuery } from '@berth/contracts/scheduler/reservations';
import { workflowsByIdQuery, workflowsQuery } from '@berth/contracts/scheduler/workflow';
import { isId } from '@berth/kernel/ids';
import type { Rejection } from '@berth/kernel/rejection';
import { ok, type Result } from '@berth/kernel/result';
import type { Calls } from '../graphql/calls.js';
import { fromGlobalId, type NodeType } from '../graphql/ids.js';

export const searchKinds = ['job', 'host', 'pool', 'user', 'project', 'reservation', 'workflow'] as const;
export type SearchKind = (typeof searchKinds)[number];

/** A service that has not answered by then is left out. */
const TIMEOUT_MS = 3_000;

interface Found {
  readonly id: string;
  readonly name?: string;
  readonly username?: string;
  readonly title?: string;
}

export interface Hit {
  readonly kind: SearchKind;
  readonly name: string;
  readonly node: object;
}

export interface SearchFailure {
  readonly kind: SearchKind;
  readonly rejection: Rejection;
}

export interface SearchAnswer {
  readonly hits: readonly Hit[];
  readonly more: readonly SearchKind[];
  readonly failures: readonly SearchFailure[];
}

interface Source {
  readonly type: NodeType;
  /** Both answer only what the caller may see. */
  readonly list: OperationDefinition;
  readonly byId: OperationDefinition;
}

const SOURCES: { readonly [kind in SearchKind]: Source } = {
  job: { type: 'Job', list: jobsQuery, byId: jobsByIdQuery },
  host: { type: 'Host', list: hostsQuery, byId: hostsByIdQuery },
  pool: { type: 'Pool', list: poolsQuery, byId: poolsByIdQuery },
  user: { type: 'User', list: usersQuery, byId: usersByIdQuery },
  project: { type: 'Project', list: projectsQuery, byId: projectsByIdQuery },
  reservation: { type: 'Reservation', list: reservationsQuery, byId: reservationsByIdQuery },
  workflow: { type: 'Workflow', list: workflowsQuery, byId: workflowsByIdQuery },
};

export interface SearchInput {
  readonly text: string;
  readonly kinds: readonly SearchKind[];
  /** Of each kind. */
  readonly first: number;
}

/** Asks all services at once. Each decides what the caller may see; one that refuses or is away costs its kinds only. */
export async function search(calls: Calls, input: SearchInput): Promise<SearchAnswer> {
  const answers = await Promise.all(
    input.kinds.map(async (kind) => ({ kind, found: await searchKind(calls, kind, input) })),
  );
  const hits: Hit[] = [];
  const more: SearchKind[] = [];
  const failures: SearchFailure[] = [];
  for (const { kind, found } of answers) {
    if (!found.ok) {
      failures.push({ kind, rejection: found.error });
      continue;
    }
    hits.push(...found.value.nodes.map((node) => toHit(kind, node)));
    if (found.value.more) more.push(kind);
  }
  return { hits, more, failures };
}

interface OfKind {
  readonly nodes: readonly Found[];
  readonly more: boolean;
}

/** Whole ids are looked up besides: what has the id comes before what has it in its name. */
async function searchKind(
  calls: Calls,
  kind: SearchKind,
  { text, first }: SearchInput,
): Promise<Result<OfKind, Rejection>> {
  const { type, list, byId } = SOURCES[kind];
  const id = idIn(text, type);
  const ask = <T>(operation: OperationDefinition, given: object) =>
    calls.tryQuery(operation, given as RawInputOf<OperationDefinition>, {
      timeoutMs: TIMEOUT_MS,
    }) as Promise<Result<T, Rejection>>;
  const [named, exact] = await Promise.all([
    ask<PageOf<Found>>(list, { search: text, first }),
    id === undefined ? ok([]) : ask<readonly Found[]>(byId, { ids: [id] }),
  ]);
  if (!named.ok) return named;
  if (!exact.ok) return exact;
  const others = named.value.items.map(({ node }) => node).filter((node) => node.id !== id);
  const nodes = [...exact.value, ...others];
  return ok({ nodes: nodes.slice(0, first), more: named.value.hasNextPage || nodes.length > first });
}

/** The plain id that the text is, or that is within a node's id of the type. */
function idIn(text: string, type: NodeType): string | undefined {
  const plain = text.toUpperCase();
  if (isId(plain)) return plain;
  const node = fromGlobalId(text);
  return node?.type === type ? node.id : undefined;
}

function toHit(kind: SearchKind, node: Found): Hit {
  brandWithType(node, SOURCES[kind].type as never);
  return { kind, name: node.name ?? node.username ?? node.title ?? '', node };
}

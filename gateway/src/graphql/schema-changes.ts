import { CriticalityLevel, diff } from '@graphql-inspector/core';
import type { GraphQLSchema } from 'graphql';

export interface SchemaChanges {
  /** What makes a client's document fail, or a value arrive that it does not know of. */
  readonly breaking: readonly string[];
  readonly compatible: readonly string[];
}

/** Descriptions are for people: they may change at any time. */
const isOfText = (type: string): boolean => /DESCRIPTION/.test(type);

/** What has changed in the public schema since it was released. */
export async function changesSince(released: GraphQLSchema, now: GraphQLSchema): Promise<SchemaChanges> {
  const changes = (await diff(released, now)).filter(({ type }) => !isOfText(type));
  const of = (wanted: (level: CriticalityLevel) => boolean) =>
    changes
      .filter(({ criticality }) => wanted(criticality.level))
      .map(({ message }) => message)
      .toSorted();
  return {
    breaking: of((level) => level === CriticalityLevel.Breaking),
    compatible: of((level) => level !== CriticalityLevel.Breaking),
  };
}

/** The change log that is kept in `docs/schema-changes.md`. */
export function changeLog({ breaking, compatible }: SchemaChanges): string {
  const list = (changes: readonly string[]) =>
    changes.length === 0 ? '- none\n' : changes.map((change) => `- ${change}\n`).join('');
  return `# Changes of the GraphQL schema

Written by \`npm run schema:print --workspace @berth/gateway\`: what has changed since the schema that was released last, \`gateway/schema.released.graphql\`. A breaking change fails the tests. Give a new field or argument beside the old one, and mark the old one with \`@deprecated\`. At a release the released schema becomes the present one, and this list begins anew.

## Breaking

${list(breaking)}
## Compatible

${list(compatible)}`;
}

import { reject } from '@berth/kernel/rejection';
import { builder } from '../graphql/builder.js';
import { toGraphQLError } from '../graphql/calls.js';
import { enumOf } from '../graphql/enum.js';
import { search, searchKinds, type Hit, type SearchAnswer, type SearchFailure } from './search.js';

const MAX_TEXT = 120;
const MAX_FIRST = 20;
const DEFAULT_FIRST = 5;

const SearchKindEnum = enumOf('SearchKind', {
  description: 'What `search` finds.',
  values: searchKinds,
});

const SearchHit = builder.objectRef<Hit>('SearchHit').implement({
  description: 'Something that `search` found.',
  fields: (t) => ({
    kind: t.field({ type: SearchKindEnum, description: 'What it is.', resolve: ({ kind }) => kind }),
    name: t.exposeString('name', {
      description: 'Its name; the user name of a user, the title of a reservation, which may be empty.',
    }),
    node: t.field({
      type: builder.nodeInterfaceRef(),
      description: 'The object itself.',
      resolve: ({ node }) => node,
    }),
  }),
});

const Failure = builder.objectRef<SearchFailure>('SearchFailure').implement({
  description: 'A kind that could not be searched.',
  fields: (t) => ({
    kind: t.field({ type: SearchKindEnum, description: 'Which kind.', resolve: ({ kind }) => kind }),
    code: t.string({
      description: 'Stable code, for programs: UNAVAILABLE where a service is away.',
      resolve: ({ rejection }) => rejection.code,
    }),
    message: t.string({ description: 'Message for users.', resolve: ({ rejection }) => rejection.message }),
  }),
});

const Results = builder.objectRef<SearchAnswer>('SearchResults').implement({
  description: 'What `search` found, kind by kind.',
  fields: (t) => ({
    hits: t.field({ type: [SearchHit], description: 'What was found.', resolve: ({ hits }) => [...hits] }),
    more: t.field({
      type: [SearchKindEnum],
      description: 'Kinds of which there are more than were asked for: their lists take `search`.',
      resolve: ({ more }) => [...more],
    }),
    failures: t.field({
      type: [Failure],
      description: 'Kinds that could not be searched; the others were.',
      resolve: ({ failures }) => [...failures],
    }),
  }),
});

builder.queryField('search', (t) =>
  t.field({
    type: Results,
    description:
      'Searches what the caller may see, whatever the case: jobs, reservations and workflows by the start of their name or title, hosts, pools, users and projects by a part of it, and all by their whole id.',
    args: {
      text: t.arg.string({ required: true, description: 'The text, up to 120 characters.' }),
      kinds: t.arg({ type: [SearchKindEnum], description: 'Default: all kinds.' }),
      first: t.arg.int({ description: 'At most so many of each kind, up to 20; default: 5.' }),
    },
    resolve: async (_root, { text: given, kinds: wanted, first: asked }, { calls }) => {
      const text = given.trim();
      const first = asked ?? DEFAULT_FIRST;
      checkRange('text', 'must have', text.length, MAX_TEXT, ' characters');
      checkRange('first', 'must be', first, MAX_FIRST);
      const kinds = [...new Set(wanted ?? searchKinds)];
      checkRange('kinds', 'must have', kinds.length, searchKinds.length, ' kinds');
      const answer = await search(calls, { text, kinds, first });
      const [failure] = answer.failures;
      if (failure && answer.failures.length === kinds.length) throw toGraphQLError(failure.rejection);
      return answer;
    },
  }),
);

function checkRange(field: string, verb: string, given: number, maximum: number, unit = ''): void {
  if (given >= 1 && given <= maximum) return;
  throw toGraphQLError(
    reject('VALIDATION_FAILED', `${field}: ${verb} 1 to ${maximum}${unit}, not ${given}`, field, {
      minimum: 1,
      maximum,
      given,
    }),
  );
}

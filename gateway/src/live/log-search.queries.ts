import type { LogHit } from '@berth/contracts/telemetry/operations';
import { isId } from '@berth/kernel/ids';
import { RejectedError, reject } from '@berth/kernel/rejection';
import { builder } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import { given } from '../graphql/given.js';
import { LogLevelEnum, LogLineType, LogStreamEnum } from './job-output.type.js';
import type { FoundLines } from './log-search.js';

const LogHitType = builder.objectRef<LogHit>('LogHit').implement({
  description: 'A line that was found.',
  fields: (t) => ({
    line: t.field({ type: LogLineType, description: 'The line.', resolve: ({ line }) => line }),
    start: t.exposeInt('start', {
      description: 'Where in its text the first match begins, in UTF-16 code units from 0.',
    }),
    end: t.exposeInt('end', { description: 'Where the match ends: the unit after its last one.' }),
    before: t.field({
      type: [LogLineType],
      description: 'Lines before it, of any level.',
      resolve: ({ before }) => [...before],
    }),
    after: t.field({
      type: [LogLineType],
      description: 'Lines after it, of any level.',
      resolve: ({ after }) => [...after],
    }),
  }),
});

const LogSearchResult = builder.objectRef<FoundLines>('LogSearchResult').implement({
  description: 'Lines that were found, in the order of arrival.',
  fields: (t) => ({
    hits: t.field({ type: [LogHitType], description: 'The lines.', resolve: ({ hits }) => [...hits] }),
    cursor: t.exposeString('cursor', { description: 'Cursor for continuing after these.' }),
    end: t.exposeBoolean('end', {
      description:
        'Whether none follow in what there is now. Where it is false, there are more, or the time was over: go on with the cursor.',
    }),
    searchedTo: t.exposeInt('searchedTo', { description: 'Number of the last line that was searched.' }),
    total: t.int({
      nullable: true,
      description: 'With `count`: how many there are from `after` on, up to 10,000.',
      resolve: ({ total }) => total ?? null,
    }),
    isTotalExact: t.exposeBoolean('isTotalExact', {
      description:
        'Whether `total` is all of them; false where there are more than 10,000, or the time was over before all lines were searched.',
    }),
  }),
});

const context = (where: string): string => `Lines to show ${where} each hit, 0 to 20; default: 0.`;

builder.queryFields((t) => ({
  logSearch: t.field({
    type: LogSearchResult,
    description:
      'Searches the output of a job, line by line, for a text or a regular expression; for 5 s at most, then what was found is the answer.',
    args: {
      job: t.arg.id({ required: true, description: 'Which job.' }),
      text: t.arg.string({ description: 'This text, up to 500 characters. Either this or `regex`.' }),
      regex: t.arg.string({
        description:
          'An expression in the syntax of RE2, up to 500 characters: without lookaround and back references. Of a line the first 16,384 characters are searched.',
      }),
      caseSensitive: t.arg.boolean({ description: 'Whether case matters; default: false.' }),
      run: t.arg.int({ description: 'In this run only.' }),
      stream: t.arg({ type: LogStreamEnum, description: 'In this stream only.' }),
      level: t.arg({ type: LogLevelEnum, description: 'In lines of this level only.' }),
      contextBefore: t.arg.int({ description: context('before') }),
      contextAfter: t.arg.int({ description: context('after') }),
      count: t.arg.boolean({ description: 'Whether to count all hits; default: false.' }),
      first: t.arg.int({ description: 'Maximum number of hits, 1 to 200; default: 50.' }),
      after: t.arg.string({ description: 'Cursor after which to continue.' }),
    },
    resolve: (_root, { job, count, first, ...search }, { calls, caller, live, onDisconnect }) => {
      const jobId = toPlainId(String(job));
      if (!isId(jobId)) throw refusal('NOT_FOUND', 'there is no such job, or you may not see it', 'job');
      if (first != null && (first < 1 || first > MAX_FIRST))
        throw refusal('VALIDATION_FAILED', `first: must be from 1 to ${MAX_FIRST}`, 'first');
      const input = { jobId, ...given(search), first: first ?? DEFAULT_FIRST, count: count ?? false };
      const userId = caller.kind === 'known' ? caller.identity.userId : '';
      return live.logSearches.search({ calls, userId, onDisconnect }, input);
    },
  }),
}));

const MAX_FIRST = 200;
const DEFAULT_FIRST = 50;

const refusal = (...rejection: Parameters<typeof reject>): RejectedError =>
  new RejectedError(reject(...rejection));

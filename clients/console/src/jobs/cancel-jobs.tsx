import { useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { mutate } from '../api/graphql.js';
import { useRefusalText } from '../design/refusal-notice.js';
import { cancelJobsMutation } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { AskDialog } from './ask-dialog.js';
import { filterOf, type JobsPlace } from './job-filters.js';

/** What the server changes at once. */
const MAX_IDS = 200;
const MAX_ROUNDS = 50;

interface Result {
  readonly id: string;
  readonly name: string;
  readonly refusal: { readonly code: string; readonly message: string } | undefined;
}

export interface CancelJobsProps {
  readonly selected: ReadonlySet<string> | 'matching';
  readonly count: number;
  readonly place: JobsPlace;
  readonly me: string;
  readonly names: ReadonlyMap<string, string>;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Cancels what is selected, or all that fit the filters, and says for each what became of it. */
export function CancelJobs({
  selected,
  count,
  place,
  me,
  names,
  onClose,
  onDone,
}: CancelJobsProps): ReactNode {
  const { t } = useReader();
  const textOf = useRefusalText();
  const queries = useQueryClient();
  const [results, setResults] = useState<readonly Result[]>();
  const cancel = async (reason: string | undefined): Promise<void> => {
    const done: Result[] = [];
    const send = async (which: object): Promise<boolean> => {
      const { items, more } = await mutate(cancelJobsMutation, {
        input: { ...which, reason: reason ?? null },
      });
      for (const { id, job, error } of items)
        done.push({ id, name: job?.name ?? names.get(id) ?? id, refusal: error ?? undefined });
      return more && items.some(({ error }) => error === null);
    };
    if (selected === 'matching') {
      const filter = filterOf(place, me);
      for (let round = 0; round < MAX_ROUNDS && (await send({ filter })); round++);
    } else {
      const ids = [...selected];
      for (let from = 0; from < ids.length; from += MAX_IDS)
        await send({ ids: ids.slice(from, from + MAX_IDS) });
    }
    void queries.invalidateQueries({ queryKey: ['jobs'] });
    setResults(done);
    if (done.every(({ refusal }) => !refusal)) {
      onDone();
      onClose();
    }
  };
  if (!results)
    return (
      <AskDialog
        title={t('jobs.cancelSelected.title', { count })}
        submit={t('jobs.cancelSelected.title', { count }).replace(/[?？؟]$/, '')}
        reason="optional"
        onSubmit={cancel}
        onClose={onClose}
      >
        <p className="text-muted">{t('jobs.cancelSelected.help')}</p>
      </AskDialog>
    );
  const refused = results.filter(({ refusal }) => refusal).length;
  return (
    <AskDialog
      title={t('jobs.bulk.done', { done: results.length - refused, refused })}
      submit={t('action.close')}
      onSubmit={() => {
        onDone();
        onClose();
        return Promise.resolve();
      }}
      onClose={onClose}
    >
      <ul aria-label={t('jobs.bulk.results')} className="flex max-h-80 flex-col gap-1 overflow-auto">
        {results.map(({ id, name, refusal }) => (
          <li key={id} className="flex flex-wrap gap-2">
            <span aria-hidden="true">{refusal ? '✗' : '✓'}</span>
            <bdi className="font-medium">{name}</bdi>
            <span className={refusal ? 'text-bad' : 'text-muted'}>
              {refusal ? textOf(refusal) : t('jobs.bulk.ok')}
            </span>
          </li>
        ))}
      </ul>
    </AskDialog>
  );
}

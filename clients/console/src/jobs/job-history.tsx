import type { ReactNode } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { query } from '../api/graphql.js';
import { refusalOf } from '../api/refusal.js';
import { Button } from '../design/button.js';
import { Instant } from '../design/instant.js';
import { RefusalNotice } from '../design/refusal-notice.js';
import { Loading } from '../design/states.js';
import { jobHistoryQuery } from '../generated/operations.js';
import { useText } from '../i18n/text.js';
import type { Job } from './job.js';

/** Everything that was recorded of the job, and by whom. */
export function JobHistory({ job }: { readonly job: Job }): ReactNode {
  const t = useText();
  const result = useInfiniteQuery({
    queryKey: ['job-history', job.id],
    queryFn: ({ pageParam, signal }) => query(jobHistoryQuery, { id: job.id, after: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ history: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  });
  if (result.isError)
    return <RefusalNotice refusal={refusalOf(result.error)} onRetry={() => void result.refetch()} />;
  if (!result.data) return <Loading />;
  const entries = result.data.pages.flatMap(({ history }) => history.edges.map(({ node }) => node));
  return (
    <>
      <ol className="flex flex-col border-s-2 border-line">
        {entries.map(({ eventId, type, recordedAt, actor, data }) => (
          <li key={eventId} className="flex flex-col gap-1 py-2 ps-4">
            <span className="flex flex-wrap items-baseline gap-x-3">
              <bdi dir="ltr" className="font-mono text-sm">
                {type}
              </bdi>
              <Instant at={recordedAt} />
              <span className="text-muted">
                {t('jobs.by')}{' '}
                <bdi>{actor.user?.username ?? (actor.kind === 'user' ? actor.id : t('jobs.system'))}</bdi>
              </span>
            </span>
            <details>
              <summary className="text-sm text-muted">{t('jobs.data')}</summary>
              <pre dir="ltr" className="overflow-x-auto rounded bg-sunken p-2 text-xs">
                {JSON.stringify(data, null, 2)}
              </pre>
            </details>
          </li>
        ))}
      </ol>
      {result.hasNextPage && <Button onPress={() => void result.fetchNextPage()}>{t('jobs.next')}</Button>}
    </>
  );
}

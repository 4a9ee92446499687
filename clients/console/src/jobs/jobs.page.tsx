import { useState, type ReactNode } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { query } from '../api/graphql.js';
import { Button, buttonClass } from '../design/button.js';
import { Page } from '../design/page.js';
import { Loaded, Message } from '../design/states.js';
import { jobsQuery, type JobsQuery } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { useUser } from '../session/use-session.js';
import { CancelJobs } from './cancel-jobs.js';
import { isFiltered, variablesOf, withFilter, type JobsPlace } from './job-filters.js';
import { JobFilters } from './job-filters-bar.js';
import { JobsTable } from './jobs-table.js';
import { useJobEvents } from './use-job-events.js';

/** The server counts up to here. */
const MAX_COUNT = 10_000;

const route = getRouteApi('/jobs');

/** All jobs that the reader may see: filtered, sorted and paged by the server, and all of it in the address. */
export function JobsPage(): ReactNode {
  const { t } = useReader();
  const place = route.useSearch();
  const navigate = route.useNavigate();
  const me = useUser().id;
  const variables = variablesOf(place, me);
  const result = useQuery({
    queryKey: ['jobs', variables],
    queryFn: ({ signal }) => query(jobsQuery, variables, { signal }),
    placeholderData: keepPreviousData,
  });
  useJobEvents(undefined, ['jobs']);
  const go = (search: JobsPlace): void => void navigate({ search });
  return (
    <Page
      wide
      title={t('jobs.title')}
      actions={
        <Link to="/jobs/new" className={buttonClass('primary')}>
          {t('jobs.submit')}
        </Link>
      }
    >
      <JobFilters place={place} onChange={(change) => go(withFilter(place, change))} />
      <Loaded result={result}>
        {(data) => (
          <JobList key={JSON.stringify(withFilter(place, {}))} data={data} place={place} me={me} go={go} />
        )}
      </Loaded>
    </Page>
  );
}

interface JobListProps {
  readonly data: JobsQuery;
  readonly place: JobsPlace;
  readonly me: string;
  readonly go: (place: JobsPlace) => void;
}

function JobList({ data: { jobs }, place, me, go }: JobListProps): ReactNode {
  const { t, format } = useReader();
  const [selected, setSelected] = useState<ReadonlySet<string> | 'matching'>(new Set());
  const [cancelling, setCancelling] = useState(false);
  const rows = jobs.edges.map(({ node }) => node);
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = jobs.pageInfo;
  if (rows.length === 0 && place.after === undefined && place.before === undefined)
    return (
      <Message title={t(isFiltered(place) ? 'jobs.none.filtered' : 'jobs.none')}>
        {isFiltered(place) ? (
          <Button onPress={() => go({})}>{t('jobs.clearFilters')}</Button>
        ) : (
          <p>{t('jobs.none.help')}</p>
        )}
      </Message>
    );
  const total = jobs.totalCount ?? rows.length;
  const shown = format.number(total);
  const count = selected === 'matching' ? total : selected.size;
  const turn = (page: Pick<JobsPlace, 'after' | 'before'>): void => go({ ...withFilter(place, {}), ...page });
  return (
    <>
      <div className="flex min-h-9 flex-wrap items-center gap-3">
        {count === 0 ? (
          <p className="text-muted" role="status">
            {total >= MAX_COUNT ? t('jobs.totalMore', { count: shown }) : t('jobs.total', { count: total })}
          </p>
        ) : (
          <>
            <p role="status" className="font-medium">
              {t('jobs.selected', { count })}
            </p>
            {selected !== 'matching' && total > rows.length && isFiltered(place) && (
              <Button kind="quiet" onPress={() => setSelected('matching')}>
                {t('jobs.selectAllMatching', { count: shown })}
              </Button>
            )}
            <Button kind="danger" onPress={() => setCancelling(true)}>
              {t('jobs.cancelSelected')}
            </Button>
            <Button kind="quiet" onPress={() => setSelected(new Set())}>
              {t('jobs.clearSelection')}
            </Button>
          </>
        )}
      </div>
      <JobsTable rows={rows} selected={selected} onSelect={setSelected} />
      <div className="flex flex-wrap gap-2">
        {hasPreviousPage && <Button onPress={() => turn({})}>{t('jobs.firstPage')}</Button>}
        {hasPreviousPage && startCursor !== null && (
          <Button onPress={() => turn({ before: startCursor })}>{t('jobs.previous')}</Button>
        )}
        {hasNextPage && endCursor !== null && (
          <Button onPress={() => turn({ after: endCursor })}>{t('jobs.next')}</Button>
        )}
      </div>
      {cancelling && (
        <CancelJobs
          selected={selected}
          count={count}
          place={place}
          me={me}
          names={new Map(rows.map(({ id, name }) => [id, name]))}
          onClose={() => setCancelling(false)}
          onDone={() => setSelected(new Set())}
        />
      )}
    </>
  );
}

import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useLocation } from '@tanstack/react-router';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { query } from '../api/graphql.js';
import { buttonClass } from '../design/button.js';
import { Page } from '../design/page.js';
import { Loaded, Message } from '../design/states.js';
import { jobQuery } from '../generated/operations.js';
import { useText } from '../i18n/text.js';
import { formatRange, parseRange } from '../logs/line-range.js';
import { LogViewer } from '../logs/log-viewer.js';
import type { Job } from './job.js';
import { JobActions } from './job-actions.js';
import { JobCost } from './job-cost.js';
import { JobHistory } from './job-history.js';
import { JobMetrics } from './job-metrics.js';
import { JobOverview } from './job-overview.js';
import { JOB_TABS, type JobTab } from './job-place.js';
import { JobRuns } from './job-runs.js';
import { JobSpec } from './job-spec.js';
import { JobStateBadge } from './job-state.js';
import { useJobEvents } from './use-job-events.js';

const route = getRouteApi('/jobs/$id');
/** Position and estimate of a job that waits change without an event of its own. */
const REFRESH_MS = 15_000;

export function JobPage(): ReactNode {
  const { id } = route.useParams();
  const result = useQuery({
    queryKey: ['job', id],
    queryFn: ({ signal }) => query(jobQuery, { id }, { signal }),
    refetchInterval: REFRESH_MS,
  });
  useJobEvents(id, ['job', 'job-history', 'job-charges']);
  return (
    <Loaded result={result}>{({ job }) => (job ? <ShownJob key={job.id} job={job} /> : <Gone />)}</Loaded>
  );
}

function Gone(): ReactNode {
  const t = useText();
  return (
    <Message title={t('jobs.gone')}>
      <p>{t('jobs.gone.help')}</p>
      <Link to="/jobs" className={buttonClass('primary')}>
        {t('jobs.toList')}
      </Link>
    </Message>
  );
}

function ShownJob({ job }: { readonly job: Job }): ReactNode {
  const t = useText();
  const { tab: named, ...log } = route.useSearch();
  const navigate = route.useNavigate();
  const { hash } = useLocation();
  const range = parseRange(hash);
  // a link to a line needs no more than the line
  const tab = named ?? (range ? 'logs' : 'overview');
  const open = (next: JobTab): void => void navigate({ search: { tab: next }, hash: '' });
  return (
    <Page wide title={job.name} actions={<JobActions job={job} />}>
      <div className="flex flex-wrap items-center gap-3">
        <JobStateBadge state={job.state} cancelRequested={job.cancelRequested && job.endedAt === null} />
        <span className="text-muted">
          <bdi>{job.user?.username}</bdi> · <bdi>{job.project?.name}</bdi> · <bdi>{job.pool?.name}</bdi>
        </span>
      </div>
      {job.deleted && <p className="rounded-md bg-warn-soft px-3 py-2">{t('jobs.deleted')}</p>}
      <Tabs
        selectedKey={tab}
        onSelectionChange={(key) => open(key as JobTab)}
        className="flex flex-col gap-4"
      >
        <TabList aria-label={t('jobs.tabs')} className="flex gap-1 overflow-x-auto border-b border-line">
          {JOB_TABS.map((id) => (
            <Tab
              key={id}
              id={id}
              className="cursor-default border-b-2 border-transparent px-3 py-2 whitespace-nowrap text-muted hover:text-text data-selected:border-accent-text data-selected:font-semibold data-selected:text-text"
            >
              {t(`jobs.tab.${id}`)}
            </Tab>
          ))}
        </TabList>
        <TabPanel id="overview">
          <JobOverview job={job} />
        </TabPanel>
        <TabPanel id="logs" className="flex flex-col">
          <LogViewer
            job={job.id}
            name={job.name}
            runs={job.runs.map(({ number }) => number)}
            failed={job.state === 'FAILED'}
            place={log}
            onPlace={(place) =>
              void navigate({
                search: { tab: 'logs', ...place },
                hash: true,
                replace: true,
                resetScroll: false,
              })
            }
            range={range}
            onRange={(next) =>
              void navigate({
                search: { tab: 'logs', ...log },
                hash: next ? formatRange(next) : '',
                replace: true,
                resetScroll: false,
                hashScrollIntoView: false,
              })
            }
          />
        </TabPanel>
        <TabPanel id="metrics">
          <JobMetrics job={job} />
        </TabPanel>
        <TabPanel id="runs">
          <JobRuns job={job} />
        </TabPanel>
        <TabPanel id="spec">
          <JobSpec job={job} />
        </TabPanel>
        <TabPanel id="history">
          <JobHistory job={job} />
        </TabPanel>
        <TabPanel id="cost">
          <JobCost job={job} />
        </TabPanel>
      </Tabs>
    </Page>
  );
}

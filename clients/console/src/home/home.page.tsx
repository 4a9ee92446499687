import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { query } from '../api/graphql.js';
import { Badge, type Tone } from '../design/badge.js';
import { buttonClass } from '../design/button.js';
import { Instant } from '../design/instant.js';
import { Page } from '../design/page.js';
import { Loaded } from '../design/states.js';
import { homeOfStaffQuery, homeQuery, type HomeQuery } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { useIsStaff, useUser } from '../session/use-session.js';

const REFRESH_MS = 10_000;

/** What is the reader's own now and next; for staff, what awaits them too. */
export function HomePage(): ReactNode {
  const { t } = useReader();
  const user = useUser();
  const staff = useIsStaff();
  const home = useQuery({
    queryKey: ['home', user.id],
    queryFn: ({ signal }) => query(homeQuery, { user: user.id, now: new Date().toISOString() }, { signal }),
    refetchInterval: REFRESH_MS,
  });
  return (
    <Page
      title={t('home.title')}
      actions={
        <>
          <Link to="/calendar" className={buttonClass('primary')}>
            {t('home.reserve')}
          </Link>
          <Link to="/jobs/new" className={buttonClass()}>
            {t('home.submit')}
          </Link>
        </>
      }
    >
      <p className="text-muted">{t('home.signedInAs', { username: user.username })}</p>
      {staff && <StaffCards />}
      <Loaded result={home}>
        {(found) => (
          <div className="grid gap-4 lg:grid-cols-2">
            <MyReservations reservations={found.reservations} />
            <MyJobs jobs={found.jobs} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function StaffCards(): ReactNode {
  const { t, format } = useReader();
  const staff = useQuery({
    queryKey: ['home', 'staff'],
    queryFn: ({ signal }) => query(homeOfStaffQuery, {}, { signal }),
    refetchInterval: REFRESH_MS,
  });
  if (!staff.data) return null;
  const { requests, online, lost } = staff.data;
  const waiting = requests.totalCount ?? 0;
  return (
    <ul className="grid gap-3 sm:grid-cols-3">
      <Figure
        to="/inbox"
        name={t('home.waiting')}
        value={format.number(waiting)}
        tone={waiting > 0 ? 'warn' : 'plain'}
      />
      <Figure to="/hosts" name={t('home.online')} value={format.number(online.totalCount ?? 0)} tone="good" />
      <Figure
        to="/hosts"
        search={{ status: 'LOST' }}
        name={t('home.lost')}
        value={format.number(lost.totalCount ?? 0)}
        tone={(lost.totalCount ?? 0) > 0 ? 'bad' : 'plain'}
      />
    </ul>
  );
}

interface FigureProps {
  readonly to: '/inbox' | '/hosts';
  readonly search?: { readonly status: 'LOST' };
  readonly name: string;
  readonly value: string;
  readonly tone: Tone;
}

const Figure = ({ to, search, name, value, tone }: FigureProps): ReactNode => (
  <li>
    <Link
      to={to}
      {...(search && { search })}
      className="flex items-center justify-between rounded-lg border border-line bg-raised px-4 py-3 hover:bg-sunken"
    >
      <span>{name}</span>
      <Badge tone={tone}>{value}</Badge>
    </Link>
  </li>
);

interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly empty: string;
  readonly isEmpty: boolean;
  readonly children: ReactNode;
}

const Section = ({ id, title, empty, isEmpty, children }: SectionProps): ReactNode => (
  <section aria-labelledby={id} className="flex flex-col gap-2">
    <h2 id={id} className="text-lg font-semibold">
      {title}
    </h2>
    {isEmpty ? (
      <p className="rounded-lg border border-dashed border-line px-4 py-6 text-center text-muted">{empty}</p>
    ) : (
      <ul className="rounded-lg border border-line bg-raised">{children}</ul>
    )}
  </section>
);

const ROW =
  'flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0';

function MyReservations({ reservations }: { readonly reservations: HomeQuery['reservations'] }): ReactNode {
  const { t } = useReader();
  return (
    <Section
      id="reservations"
      title={t('home.reservations')}
      empty={t('home.reservations.none')}
      isEmpty={reservations.edges.length === 0}
    >
      {reservations.edges.map(({ node }) => (
        <li key={node.id} className={ROW}>
          <span className="flex min-w-0 items-baseline gap-2">
            <Badge tone={node.state === 'ACTIVE' ? 'good' : 'busy'}>
              {t(node.state === 'ACTIVE' ? 'home.active' : 'home.upcoming')}
            </Badge>
            <Link
              to="/reservations/$id"
              params={{ id: node.id }}
              className="truncate font-medium text-accent-text hover:underline"
            >
              <bdi>{node.title ?? node.pool?.name ?? ''}</bdi>
            </Link>
          </span>
          <span className="text-sm text-muted">
            {t('requests.gpus', { count: node.devices.length })} · <Instant at={node.from} /> –{' '}
            <Instant at={node.until} />
          </span>
        </li>
      ))}
    </Section>
  );
}

function MyJobs({ jobs }: { readonly jobs: HomeQuery['jobs'] }): ReactNode {
  const { t, format } = useReader();
  return (
    <Section id="jobs" title={t('home.jobs')} empty={t('home.jobs.none')} isEmpty={jobs.edges.length === 0}>
      {jobs.edges.map(({ node }) => (
        <li key={node.id} className={ROW}>
          <span className="flex min-w-0 items-baseline gap-2">
            <Badge tone={node.state === 'RUNNING' ? 'good' : 'busy'}>
              {t(node.state === 'RUNNING' ? 'home.running' : 'home.queued')}
            </Badge>
            <Link
              to="/jobs/$id"
              params={{ id: node.id }}
              className="truncate font-medium text-accent-text hover:underline"
            >
              <bdi>{node.name}</bdi>
            </Link>
          </span>
          <span className="text-sm text-muted">
            {node.progress?.fraction != null && `${format.percent(node.progress.fraction)} · `}
            <Instant at={node.startedAt ?? node.createdAt} relative />
          </span>
        </li>
      ))}
    </Section>
  );
}

import { useState, type ReactNode } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { query } from '../api/graphql.js';
import { Refused } from '../api/refusal.js';
import { DevicesText, WindowText } from '../calendar/window-text.js';
import { dateOf } from '../calendar/range.js';
import { Button, buttonClass } from '../design/button.js';
import { Instant } from '../design/instant.js';
import { Page } from '../design/page.js';
import { Loaded, Message } from '../design/states.js';
import { reservationQuery, type ReservationQuery } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { useIsStaff, useUser } from '../session/use-session.js';
import { canCancel, canExtend, canRelease, passed, type Terms } from './consequences.js';
import { CancelDialog, ExtendDialog, FeedDialog, ReleaseDialog } from './dialogs.js';
import { ReservationHistory } from './history.js';
import { icalOf } from './ical.js';
import { termsOf, type ReservationCharge, type Shown } from './terms.js';
import { StateBadge } from './state-badge.js';

const route = getRouteApi('/reservations/$id');
const REFETCH_MS = 5_000;

export function ReservationPage(): ReactNode {
  const { t } = useReader();
  const { id } = route.useParams();
  const result = useQuery({
    queryKey: ['reservation', id],
    queryFn: ({ signal }) => query(reservationQuery, { id }, { signal }).catch(goneIfMistyped),
    refetchInterval: REFETCH_MS,
  });
  return (
    <Loaded result={result}>
      {({ reservation, charges }) =>
        reservation ? (
          <Reservation reservation={reservation} charge={charges.edges[0]?.node} />
        ) : (
          <Message title={t('reservation.gone')}>
            <p>{t('reservation.gone.help')}</p>
            <Link to="/reservations" className={buttonClass('primary')}>
              {t('reservations.title')}
            </Link>
          </Message>
        )
      }
    </Loaded>
  );
}

/** What is no id at all is no reservation either. */
function goneIfMistyped(error: unknown): ReservationQuery {
  if (error instanceof Refused && error.refusal.code === 'VALIDATION_FAILED')
    return { reservation: null, charges: { edges: [] } };
  throw error;
}

type Open = 'extend' | 'release' | 'cancel' | 'feed';

function Reservation({
  reservation,
  charge,
}: {
  readonly reservation: Shown;
  readonly charge: ReservationCharge | undefined;
}): ReactNode {
  const { t, format } = useReader();
  const user = useUser();
  const staff = useIsStaff();
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open>();
  const { id, title, pool, project, state } = reservation;
  const terms = termsOf(reservation);
  const mayChange = staff || reservation.user?.id === user.id;
  const done = (): void => {
    setOpen(undefined);
    for (const key of ['reservation', 'reservations', 'calendar'])
      void queries.invalidateQueries({ queryKey: [key] });
  };
  const dialog = { reservation, onClose: () => setOpen(undefined), onDone: done };
  const name = title ?? t('reservation.untitled');
  return (
    <Page
      title={name}
      actions={
        <>
          {mayChange && canExtend(terms) && (
            <Button kind="primary" onPress={() => setOpen('extend')}>
              {t('reservation.extend')}
            </Button>
          )}
          {mayChange && canRelease(terms) && (
            <Button kind="danger" onPress={() => setOpen('release')}>
              {t('reservation.release')}
            </Button>
          )}
          {mayChange && canCancel(terms) && (
            <Button kind="danger" onPress={() => setOpen('cancel')}>
              {t('reservation.cancel')}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-wrap items-center gap-3">
        <StateBadge state={state} />
        <WindowText from={reservation.from} until={reservation.until} />
        {state === 'ACTIVE' && <Progress terms={terms} />}
      </div>
      {reservation.endReason != null && (
        <p className="rounded-md bg-sunken px-3 py-2">
          {t('reservation.endReason')} <bdi>{reservation.endReason}</bdi>
        </p>
      )}
      {reservation.warnings.map(({ at, kind, message }) => (
        <p key={`${at} ${kind}`} className="rounded-md bg-warn-soft px-3 py-2">
          <Instant at={at} /> · <bdi>{message}</bdi>
        </p>
      ))}
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 rounded-md border border-line bg-raised p-4">
        <Term name={t('reservations.column.gpus')}>
          <DevicesText devices={reservation.devices} />{' '}
          <span className="text-muted">
            <bdi>{[...new Set(reservation.devices.map(({ model }) => model))].join(', ')}</bdi>
          </span>
        </Term>
        <Term name={t('calendar.pool')}>
          <Link
            to="/calendar"
            search={{ ...(pool && { pool: pool.name }), from: dateOf(terms.from, format.zone) }}
            className="text-accent-text underline"
          >
            <bdi>{pool?.name}</bdi>
          </Link>
        </Term>
        <Term name={t('reservations.column.project')}>
          <bdi>{project?.name}</bdi>
        </Term>
        <Term name={t('reservations.column.holder')}>
          <bdi>{reservation.user?.username}</bdi>
          {reservation.sharedWithProject && ` · ${t('reservation.shared')}`}
        </Term>
        <Term name={t('reservation.from')}>
          <Instant at={reservation.from} />
        </Term>
        <Term name={t('reservation.until')}>
          <Instant at={reservation.until} />
        </Term>
        <Term name={t('reservation.used')}>
          {reservation.usedAt == null ? t('reservation.notUsed') : <Instant at={reservation.usedAt} />}
        </Term>
        {charge && (
          <Term name={t('reservation.cost')}>
            {t(charge.to == null ? 'reservation.costSoFar' : 'reservation.costTotal', {
              amount: format.money(charge.amountMicros, charge.currency),
              hours: format.number(charge.deviceSeconds / 3600, { maximumFractionDigits: 2 }),
            })}
          </Term>
        )}
        <Term name={t('reservation.id')}>
          <bdi dir="ltr" className="font-mono text-sm">
            {id}
          </bdi>
        </Term>
      </dl>
      {reservation.connection && reservation.connection.length > 0 && (
        <section className="flex flex-col gap-2">
          <h2 className="text-lg font-semibold">{t('reservation.connect')}</h2>
          {reservation.connection.map(({ hostname, addresses, account, ssh }) => (
            <div key={hostname} className="rounded-md border border-line bg-raised px-4 py-2">
              <bdi dir="ltr" className="font-mono">
                {ssh ?? hostname}
              </bdi>
              <p className="text-sm text-muted">
                {account == null ? t('reservation.noAccount') : <bdi dir="ltr">{addresses.join(', ')}</bdi>}
              </p>
            </div>
          ))}
        </section>
      )}
      <div className="flex flex-wrap gap-2">
        <Button onPress={() => download(reservation, name)}>{t('reservation.ical')}</Button>
        <Button kind="quiet" onPress={() => setOpen('feed')}>
          {t('reservation.feed')}
        </Button>
      </div>
      <ReservationHistory reservation={reservation} />
      {open === 'extend' && <ExtendDialog {...dialog} />}
      {open === 'release' && <ReleaseDialog {...dialog} />}
      {open === 'cancel' && <CancelDialog {...dialog} />}
      {open === 'feed' && <FeedDialog onClose={() => setOpen(undefined)} />}
    </Page>
  );
}

const Term = ({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode => (
  <>
    <dt className="text-muted">{name}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </>
);

function Progress({ terms }: { readonly terms: Terms }): ReactNode {
  const { t, format } = useReader();
  const now = Date.now();
  const share = passed(terms, now);
  const text = t('reservation.left', { time: format.duration((terms.until - now) / 1000) });
  return (
    <span className="flex items-center gap-2 text-muted">
      <span className="h-2 w-32 overflow-hidden rounded bg-sunken" aria-hidden="true">
        <span className="block h-full bg-accent" style={{ width: `${share * 100}%` }} />
      </span>
      {text}
    </span>
  );
}

/** One reservation as a file, for a calendar program. */
function download({ id, from, until, devices, project }: Shown, title: string): void {
  const gpus = devices.map(({ host, index }) => `${host?.name ?? '?'} GPU ${index}`).join('\n');
  const text = icalOf(
    {
      id,
      from,
      until,
      title,
      description: `${project?.name ?? ''}\n${gpus}`,
      url: location.href,
    },
    new Date(),
  );
  const url = URL.createObjectURL(new Blob([text], { type: 'text/calendar' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: `${id}.ics` });
  link.click();
  URL.revokeObjectURL(url);
}

import { useState, type ReactNode } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { query } from '../api/graphql.js';
import { refusalOf, type Refusal } from '../api/refusal.js';
import { Badge } from '../design/badge.js';
import { Button, buttonClass } from '../design/button.js';
import { DataTable } from '../design/data-table.js';
import { Instant } from '../design/instant.js';
import { Page } from '../design/page.js';
import { Picker } from '../design/picker.js';
import { RefusalNotice } from '../design/refusal-notice.js';
import { Loading, Message } from '../design/states.js';
import { chargesQuery } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { useReadsAll } from '../session/use-session.js';
import { allCharges, csvOfCharges, filterOf, type Charge } from './charges.js';
import { download } from './download.js';
import { PeriodFields } from './period-fields.js';
import type { ChargesSearch } from './search.js';

const route = getRouteApi('/charges');
const PAGE = 25;

/** What was charged to whom for what, the newest first. */
export function ChargesPage(): ReactNode {
  const { t, format } = useReader();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const readsAll = useReadsAll();
  const [refusal, setRefusal] = useState<Refusal>();
  const [loading, setLoading] = useState(false);
  const charges = useInfiniteQuery({
    queryKey: ['charges', search],
    queryFn: ({ pageParam, signal }) =>
      query(chargesQuery, { ...filterOf(search, Date.now()), first: PAGE, after: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ charges: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  });
  const pages = charges.data?.pages ?? [];
  const rows = pages.flatMap((page) => page.charges.edges.map(({ node }) => node));
  const first = pages[0]?.charges;
  const narrow = (change: Partial<ChargesSearch>): void =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const save = async (): Promise<void> => {
    setLoading(true);
    setRefusal(undefined);
    try {
      download('berth-charges.csv', csvOfCharges(await allCharges(filterOf(search, Date.now()))));
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setLoading(false);
    }
  };
  return (
    <Page
      wide
      title={t('accounting.charges')}
      actions={
        <>
          <Link to="/usage" className={buttonClass('plain')}>
            {t('accounting.usage')}
          </Link>
          <Button isDisabled={rows.length === 0} isPending={loading} onPress={() => void save()}>
            {t(loading ? 'accounting.csv.loading' : 'accounting.csv')}
          </Button>
        </>
      }
    >
      <div className="flex flex-wrap items-end gap-3">
        <PeriodFields
          withAll
          period={search}
          onChange={({ month, from, to, all }) => narrow({ month, from, to, all })}
        />
        <Picker
          kind="project"
          label={t('accounting.project')}
          placeholder={t('accounting.all')}
          value={search.project}
          onChange={(project) => narrow({ project })}
        />
        {readsAll && (
          <Picker
            kind="user"
            label={t('accounting.user')}
            placeholder={t('accounting.all')}
            value={search.user}
            onChange={(user) => narrow({ user })}
          />
        )}
      </div>
      <p className="text-sm text-muted">{t('accounting.charges.help')}</p>
      {refusal && <RefusalNotice refusal={refusal} />}
      {charges.isError && (
        <RefusalNotice refusal={refusalOf(charges.error)} onRetry={() => void charges.refetch()} />
      )}
      {charges.isPending && <Loading />}
      {charges.isSuccess && rows.length === 0 && (
        <Message title={t('accounting.noCharges')}>
          <p>{t('accounting.noCharges.help')}</p>
        </Message>
      )}
      {first && rows.length > 0 && (
        <>
          <p role="status" className="font-medium">
            {t('accounting.charges.total', {
              amount: format.money(first.totalMicros, first.currency),
              shown: format.number(rows.length),
              count: first.totalCount ?? rows.length,
            })}
          </p>
          <ChargeRows rows={rows} />
        </>
      )}
      {charges.hasNextPage && (
        <div>
          <Button onPress={() => void charges.fetchNextPage()} isPending={charges.isFetchingNextPage}>
            {t('accounting.more')}
          </Button>
        </div>
      )}
    </Page>
  );
}

function ChargeRows({ rows }: { readonly rows: readonly Charge[] }): ReactNode {
  const { t, format } = useReader();
  return (
    <DataTable
      label={t('accounting.charges')}
      columns={[
        { id: 'for', name: t('accounting.column.for') },
        { id: 'project', name: t('accounting.project') },
        { id: 'user', name: t('accounting.user') },
        { id: 'from', name: t('accounting.from') },
        { id: 'to', name: t('accounting.to') },
        { id: 'devices', name: t('accounting.column.devices') },
        { id: 'held', name: t('accounting.column.held'), end: true },
        { id: 'amount', name: t('accounting.column.amount'), end: true },
      ]}
      rows={rows.map((charge) => ({
        id: charge.id,
        cells: [
          <ChargedFor key="for" charge={charge} />,
          <bdi key="project">{charge.project?.name}</bdi>,
          <bdi key="user">{charge.job?.user?.username}</bdi>,
          <Instant key="from" at={charge.from} />,
          charge.to == null ? (
            <Badge key="to" tone="busy">
              {t('accounting.running')}
            </Badge>
          ) : (
            <Instant key="to" at={charge.to} />
          ),
          <bdi key="devices" dir="ltr">
            {[...new Set(charge.lines.map(({ model }) => model))].join(', ')}
          </bdi>,
          format.duration(charge.seconds),
          format.money(charge.amountMicros, charge.currency),
        ],
      }))}
    />
  );
}

function ChargedFor({ charge }: { readonly charge: Charge }): ReactNode {
  const { t } = useReader();
  if (charge.reservationId != null)
    return (
      <Link
        to="/reservations/$id"
        params={{ id: charge.reservationId }}
        className="text-accent-text underline"
      >
        {t('accounting.reservation')}
      </Link>
    );
  if (!charge.job) return t('accounting.deletedJob');
  return (
    <Link to="/jobs/$id" params={{ id: charge.job.id }} className="text-accent-text underline">
      <bdi>{charge.job.name}</bdi>
    </Link>
  );
}

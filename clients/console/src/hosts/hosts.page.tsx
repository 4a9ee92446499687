import { useState, type ReactNode } from 'react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { query } from '../api/graphql.js';
import { refusalOf } from '../api/refusal.js';
import { Button } from '../design/button.js';
import { Select, TextField } from '../design/fields.js';
import { Page } from '../design/page.js';
import { RefusalNotice } from '../design/refusal-notice.js';
import { Loading, Message } from '../design/states.js';
import {
  hostsQuery,
  poolNamesQuery,
  type HostRowFragment,
  type PoolNamesQuery,
} from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { useIsStaff } from '../session/use-session.js';
import { DeviceTile } from './device-tile.js';
import { HostState } from './host-state.js';
import { JoinHostDialog } from './join-host.js';
import { STATUSES } from './hosts-search.js';
import type { Load } from './load.js';
import { useLoad } from './use-load.js';

const PAGE_SIZE = 25;
const REFRESH_MS = 10_000;
const ALL = 'all';

/** Every host that the reader may see, with what its devices do now. */
export function HostsPage(): ReactNode {
  const { t, format } = useReader();
  const staff = useIsStaff();
  const search = useSearch({ from: '/hosts' });
  const navigate = useNavigate({ from: '/hosts' });
  const [typed, setTyped] = useState(search.search ?? '');
  const pools = useQuery({ queryKey: ['pools'], queryFn: () => query(poolNamesQuery, {}) });
  const hosts = useInfiniteQuery({
    queryKey: ['hosts', search],
    queryFn: ({ pageParam, signal }) =>
      query(
        hostsQuery,
        {
          first: PAGE_SIZE,
          after: pageParam,
          search: search.search,
          pool: search.pool,
          statuses: search.status && [search.status],
        },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ hosts: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
    refetchInterval: REFRESH_MS,
  });
  const rows = hosts.data?.pages.flatMap((page) => page.hosts.edges.map(({ node }) => node)) ?? [];
  const load = useLoad(rows.flatMap(({ pool }) => (pool ? [pool.id] : [])));
  const total = hosts.data?.pages[0]?.hosts.totalCount;
  const narrow = (change: Partial<typeof search>): void => {
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  };
  const filtered = search.search !== undefined || search.pool !== undefined || search.status !== undefined;
  return (
    <Page title={t('hosts.title')} wide actions={staff && <JoinHostDialog pools={poolsIn(pools.data)} />}>
      <form
        role="search"
        className="grid gap-3 sm:grid-cols-3 lg:max-w-3xl"
        onSubmit={(event) => {
          event.preventDefault();
          narrow({ search: typed.trim() || undefined });
        }}
      >
        <TextField label={t('hosts.search')} value={typed} onChange={setTyped} type="search" />
        <Select
          label={t('hosts.pool')}
          value={search.pool ?? ALL}
          options={[{ id: ALL, name: t('hosts.allPools') }, ...poolsIn(pools.data)]}
          onChange={(pool) => narrow({ pool: pool === ALL ? undefined : pool })}
        />
        <Select
          label={t('hosts.status')}
          value={search.status ?? ALL}
          options={[
            { id: ALL, name: t('hosts.allStatuses') },
            ...STATUSES.map((id) => ({ id, name: t(`hosts.status.${id}`) })),
          ]}
          onChange={(status) => narrow({ status: status === ALL ? undefined : status })}
        />
      </form>
      {hosts.isError && (
        <RefusalNotice refusal={refusalOf(hosts.error)} onRetry={() => void hosts.refetch()} />
      )}
      {hosts.isPending && <Loading />}
      {hosts.isSuccess && rows.length === 0 && (
        <Message title={t(filtered ? 'hosts.noneFound' : 'hosts.none')}>
          <p>{t(filtered ? 'hosts.noneFound.help' : staff ? 'hosts.none.helpStaff' : 'hosts.none.help')}</p>
        </Message>
      )}
      {total != null && rows.length > 0 && (
        <p className="text-sm text-muted">
          {t('hosts.shown', { shown: format.number(rows.length), count: total })}
        </p>
      )}
      <ul className="flex flex-col gap-4">
        {rows.map((host) => (
          <HostCard key={host.id} host={host} load={load} />
        ))}
      </ul>
      {hosts.hasNextPage && (
        <Button onPress={() => void hosts.fetchNextPage()} isPending={hosts.isFetchingNextPage}>
          {t('hosts.more')}
        </Button>
      )}
    </Page>
  );
}

const poolsIn = (
  found: PoolNamesQuery | undefined,
): readonly { readonly id: string; readonly name: string }[] =>
  found?.pools.edges.map(({ node }) => node) ?? [];

function HostCard({ host, load }: { readonly host: HostRowFragment; readonly load: Load }): ReactNode {
  const { t, format } = useReader();
  const own = load.hosts.get(host.id);
  return (
    <li className="flex flex-col gap-3 rounded-xl border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h2 className="font-semibold">
          <Link to="/hosts/$id" params={{ id: host.id }} className="text-accent-text hover:underline">
            <bdi>{host.name}</bdi>
          </Link>
        </h2>
        <HostState host={host} />
        {host.pool && (
          <span className="text-sm text-muted">
            {t('hosts.pool')}: <bdi>{host.pool.name}</bdi>
          </span>
        )}
        {own?.cpuPercent != null && (
          <span className="text-sm text-muted">
            {t('hosts.cpu', { percent: format.percent(own.cpuPercent / 100) })}
          </span>
        )}
      </div>
      {host.devices.length === 0 ? (
        <p className="text-sm text-muted">{t('hosts.noDevices')}</p>
      ) : (
        <ul className="flex flex-wrap gap-3">
          {host.devices.map((device) => (
            <DeviceTile key={device.uuid} device={device} load={load.devices.get(device.uuid)} />
          ))}
        </ul>
      )}
    </li>
  );
}

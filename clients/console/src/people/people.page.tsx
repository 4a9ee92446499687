import { useState, type ReactNode } from 'react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { query } from '../api/graphql.js';
import { refusalOf } from '../api/refusal.js';
import { Badge, type Tone } from '../design/badge.js';
import { Button } from '../design/button.js';
import { DataTable } from '../design/data-table.js';
import { Select, TextField } from '../design/fields.js';
import { Instant } from '../design/instant.js';
import { Page } from '../design/page.js';
import { RefusalNotice } from '../design/refusal-notice.js';
import { Loading, Message } from '../design/states.js';
import { peopleQuery, type UserStatus } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { useReadsAll, useUser } from '../session/use-session.js';
import { PersonActions } from './person-actions.js';
import { ROLES, STATUSES, type PeopleSearch, type Person } from './search.js';

const route = getRouteApi('/people');
const PAGE = 25;
const ALL = 'all';
const TONES: { readonly [status in UserStatus]: Tone } = {
  ACTIVE: 'good',
  AWAITING_ACTIVATION: 'warn',
  SUSPENDED: 'bad',
  DELETED: 'plain',
};

/** Who has an account; admins activate, suspend and give roles. */
export function PeoplePage(): ReactNode {
  const { t } = useReader();
  return (
    <Page wide title={t('people.title')}>
      {useReadsAll() ? <People /> : <Forbidden />}
    </Page>
  );
}

function Forbidden(): ReactNode {
  const { t } = useReader();
  return (
    <Message title={t('people.forbidden')}>
      <p>{t('people.forbidden.help')}</p>
    </Message>
  );
}

function People(): ReactNode {
  const { t, format } = useReader();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState(search.search ?? '');
  const people = useInfiniteQuery({
    queryKey: ['people', search],
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      query(peopleQuery, { ...search, first: PAGE, after: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ users: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  });
  const rows = people.data?.pages.flatMap((page) => page.users.edges.map(({ node }) => node)) ?? [];
  const total = people.data?.pages[0]?.users.totalCount;
  const narrow = (change: Partial<PeopleSearch>): void =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  return (
    <>
      <form
        role="search"
        className="grid gap-3 sm:grid-cols-3 lg:max-w-3xl"
        onSubmit={(event) => {
          event.preventDefault();
          narrow({ search: typed.trim() || undefined });
        }}
      >
        <TextField type="search" label={t('people.search')} value={typed} onChange={setTyped} />
        <Select
          label={t('people.role')}
          options={[
            { id: ALL, name: t('people.all') },
            ...ROLES.map((id) => ({ id, name: t(`role.${id}`) })),
          ]}
          value={search.role ?? ALL}
          onChange={(chosen) => narrow({ role: ROLES.find((each) => each === chosen) })}
        />
        <Select
          label={t('people.status')}
          options={[
            { id: ALL, name: t('people.all') },
            ...STATUSES.map((id) => ({ id, name: t(`people.status.${id}`) })),
          ]}
          value={search.status ?? ALL}
          onChange={(chosen) => narrow({ status: STATUSES.find((each) => each === chosen) })}
        />
      </form>
      {people.isError && (
        <RefusalNotice refusal={refusalOf(people.error)} onRetry={() => void people.refetch()} />
      )}
      {people.isPending && <Loading />}
      {people.isSuccess && rows.length === 0 && (
        <Message title={t('people.none')}>
          <p>{t('people.none.help')}</p>
        </Message>
      )}
      {total != null && rows.length > 0 && (
        <p className="text-sm text-muted">
          {t('people.shown', { shown: format.number(rows.length), total: format.number(total) })}
        </p>
      )}
      {rows.length > 0 && <PeopleTable people={rows} />}
      {people.hasNextPage && (
        <div>
          <Button onPress={() => void people.fetchNextPage()} isPending={people.isFetchingNextPage}>
            {t('accounting.more')}
          </Button>
        </div>
      )}
    </>
  );
}

function PeopleTable({ people }: { readonly people: readonly Person[] }): ReactNode {
  const { t } = useReader();
  const viewer = useUser();
  const columns = ['username', 'person', 'email', 'role', 'status', 'since'] as const;
  return (
    <DataTable
      label={t('people.title')}
      columns={[
        ...columns.map((id) => ({ id, name: t(`people.column.${id}`) })),
        ...(viewer.role === 'ADMIN' ? [{ id: 'act', name: t('people.column.act') }] : []),
      ]}
      rows={people.map((person) => {
        const { id, username, email, role, status, createdAt, profile } = person;
        const name = [profile?.givenName, profile?.familyName].filter(Boolean).join(' ');
        const place = [profile?.organisation, profile?.lab].filter(Boolean).join(' · ');
        return {
          id,
          cells: [
            <bdi key="username">{username}</bdi>,
            <span key="person">
              <bdi>{name}</bdi>
              {place !== '' && (
                <span className="block text-sm text-muted">
                  <bdi>{place}</bdi>
                </span>
              )}
            </span>,
            <bdi key="email" dir="ltr">
              {email}
            </bdi>,
            role && t(`role.${role}`),
            status && (
              <Badge key="status" tone={TONES[status]}>
                {t(`people.status.${status}`)}
              </Badge>
            ),
            <Instant key="since" at={createdAt} />,
            ...(viewer.role === 'ADMIN' ? [<PersonActions key="act" person={person} />] : []),
          ],
        };
      })}
    />
  );
}

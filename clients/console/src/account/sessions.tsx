import type { ReactNode } from 'react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { mutate, query } from '../api/graphql.js';
import { refusalOf } from '../api/refusal.js';
import { Badge } from '../design/badge.js';
import { Button } from '../design/button.js';
import { Confirm } from '../design/confirm.js';
import { DataTable } from '../design/data-table.js';
import { Instant } from '../design/instant.js';
import { RefusalNotice } from '../design/refusal-notice.js';
import { Section } from '../design/section.js';
import { Loading } from '../design/states.js';
import { ownSessionsQuery, revokeSessionMutation } from '../generated/operations.js';
import { useText } from '../i18n/text.js';

const PAGE = 20;

/** Where the reader is signed in. */
export function Sessions(): ReactNode {
  const t = useText();
  const queries = useQueryClient();
  const sessions = useInfiniteQuery({
    queryKey: ['sessions'],
    queryFn: ({ pageParam, signal }) =>
      query(ownSessionsQuery, { first: PAGE, after: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ sessions: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  });
  const rows = sessions.data?.pages.flatMap((page) => page.sessions.edges.map(({ node }) => node)) ?? [];
  return (
    <Section title={t('account.sessions')} help={t('account.sessions.help')}>
      {sessions.isPending && <Loading />}
      {sessions.isError && (
        <RefusalNotice refusal={refusalOf(sessions.error)} onRetry={() => void sessions.refetch()} />
      )}
      {rows.length > 0 && (
        <DataTable
          label={t('account.sessions')}
          columns={[
            { id: 'client', name: t('account.client') },
            { id: 'began', name: t('account.began') },
            { id: 'used', name: t('account.used') },
            { id: 'act', name: t('account.act') },
          ]}
          rows={rows.map(({ id, client, createdAt, lastUsedAt, current }) => ({
            id,
            cells: [
              <bdi key="client">{client ?? t('account.client.unknown')}</bdi>,
              <Instant key="began" at={createdAt} />,
              <Instant key="used" at={lastUsedAt} relative />,
              current ? (
                <Badge key="act" tone="good">
                  {t('account.thisSession')}
                </Badge>
              ) : (
                <Confirm
                  key="act"
                  act={t('account.endSession')}
                  title={t('account.endSession')}
                  consequence={t('account.endSession.explained')}
                  onConfirm={async () => {
                    await mutate(revokeSessionMutation, { input: { sessionId: id } });
                    await queries.invalidateQueries({ queryKey: ['sessions'] });
                  }}
                />
              ),
            ],
          }))}
        />
      )}
      {sessions.hasNextPage && (
        <div>
          <Button onPress={() => void sessions.fetchNextPage()} isPending={sessions.isFetchingNextPage}>
            {t('accounting.more')}
          </Button>
        </div>
      )}
    </Section>
  );
}

import { useEffect, useEffectEvent, useMemo, useState, type ReactNode } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { query } from '../api/graphql.js';
import { refusalOf } from '../api/refusal.js';
import { Button } from '../design/button.js';
import { Page } from '../design/page.js';
import { RefusalNotice } from '../design/refusal-notice.js';
import { Loading, Message } from '../design/states.js';
import { inboxQuery, type DecisionKind } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { DecideDialog } from './decide.js';
import { RequestRow } from './request-row.js';
import { moved, NOTHING, subjectsOf, toggled, within } from './selection.js';

const PAGE_SIZE = 50;
const REFRESH_MS = 10_000;

/** What awaits a decision, oldest first: decided one by one or many at once, by mouse or by keys. */
export function InboxPage(): ReactNode {
  const { t, format, look } = useReader();
  const inbox = useInfiniteQuery({
    queryKey: ['inbox'],
    queryFn: ({ pageParam, signal }) => query(inboxQuery, { first: PAGE_SIZE, after: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ requests: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
    refetchInterval: REFRESH_MS,
  });
  const items = useMemo(
    () => inbox.data?.pages.flatMap((page) => page.requests.edges.map(({ node }) => node)) ?? [],
    [inbox.data],
  );
  const ids = useMemo(() => items.map(({ id }) => id), [items]);
  const [kept, setKept] = useState(NOTHING);
  const selection = within(kept, ids);
  const [deciding, setDeciding] = useState<{
    readonly decision: DecisionKind;
    readonly ids: readonly string[];
  }>();
  const decide = (decision: DecisionKind): void => {
    const subjects = subjectsOf(selection);
    if (subjects.length > 0) setDeciding({ decision, ids: subjects });
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target as HTMLElement | null;
    // Keys are letters where somebody types, and commands elsewhere.
    const typing = target?.closest('input:not([type=checkbox]), textarea, [role=dialog], [role=listbox]');
    if (!look.singleKeys || typing || deciding || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'j') setKept(moved(selection, ids, 1));
    else if (event.key === 'k') setKept(moved(selection, ids, -1));
    else if (event.key === 'x' && selection.at !== undefined) setKept(toggled(selection, ids, selection.at));
    else if (event.key === 'a') decide('APPROVE');
    else if (event.key === 'r') decide('REJECT');
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
  const chosen = selection.chosen.size;
  const total = inbox.data?.pages[0]?.requests.totalCount;
  return (
    <Page title={t('requests.inbox')}>
      {inbox.isError && (
        <RefusalNotice refusal={refusalOf(inbox.error)} onRetry={() => void inbox.refetch()} />
      )}
      {inbox.isPending && <Loading />}
      {inbox.isSuccess && items.length === 0 && (
        <Message title={t('requests.empty')}>
          <p>{t('requests.empty.help')}</p>
        </Message>
      )}
      {items.length > 0 && (
        <>
          <div className="flex flex-wrap items-center gap-2">
            <Button
              onPress={() => setKept({ ...selection, chosen: new Set(chosen === ids.length ? [] : ids) })}
            >
              {chosen === ids.length
                ? t('requests.chooseNone')
                : t('requests.chooseAll', { count: ids.length })}
            </Button>
            <Button
              kind="primary"
              isDisabled={subjectsOf(selection).length === 0}
              onPress={() => decide('APPROVE')}
            >
              {t('requests.approve')}
            </Button>
            <Button
              kind="danger"
              isDisabled={subjectsOf(selection).length === 0}
              onPress={() => decide('REJECT')}
            >
              {t('requests.reject')}
            </Button>
            <span role="status" className="text-sm text-muted">
              {t('requests.chosen', { count: chosen, total: format.number(total ?? items.length) })}
            </span>
          </div>
          {look.singleKeys && <p className="text-sm text-muted max-md:hidden">{t('requests.keys')}</p>}
          <ul className="rounded-lg border border-line bg-raised">
            {items.map((item) => (
              <RequestRow
                key={item.id}
                item={item}
                chosen={selection.chosen.has(item.id)}
                current={selection.at === item.id}
                onToggle={(range) => setKept(toggled(selection, ids, item.id, range))}
              />
            ))}
          </ul>
          {inbox.hasNextPage && (
            <Button onPress={() => void inbox.fetchNextPage()} isPending={inbox.isFetchingNextPage}>
              {t('requests.more')}
            </Button>
          )}
        </>
      )}
      {deciding && (
        <DecideDialog
          {...deciding}
          onClose={() => {
            setDeciding(undefined);
            setKept({ ...selection, chosen: new Set() });
          }}
        />
      )}
    </Page>
  );
}

import type { ReactNode } from 'react';
import type { Pages } from '../api/use-pages.js';
import { useReader } from '../i18n/text.js';
import { Button } from './button.js';
import { RefusalNotice } from './refusal-notice.js';
import { Loading } from './states.js';

export interface PagedProps<Row> {
  readonly pages: Pages<Row>;
  /** In place of the list where it has nothing. */
  readonly empty: ReactNode;
  readonly children: (rows: readonly Row[]) => ReactNode;
}

/** A list with its states: loading, refused, empty; how many it shows of how many; and the rest on request. */
export function Paged<Row>({ pages, empty, children }: PagedProps<Row>): ReactNode {
  const { t, format } = useReader();
  const { rows, total, isPending, refusal, retry, more, isFetchingMore } = pages;
  if (isPending) return <Loading />;
  return (
    <>
      {refusal && <RefusalNotice refusal={refusal} onRetry={retry} />}
      {rows.length === 0 && !refusal && empty}
      {rows.length > 0 && total !== null && (
        <p className="text-sm text-muted">
          {t('state.shown', { shown: format.number(rows.length), total: format.number(total) })}
        </p>
      )}
      {rows.length > 0 && children(rows)}
      {more && (
        <div>
          <Button onPress={more} isPending={isFetchingMore}>
            {t('state.more')}
          </Button>
        </div>
      )}
    </>
  );
}

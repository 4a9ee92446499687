import { useEffect, useState, type ReactNode } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { query } from '../api/graphql.js';
import { Instant } from '../design/instant.js';
import { submitCheckQuery, submitPricesQuery } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { Card } from './facts.js';
import { inputOfDraft, type Draft } from './job-draft.js';
import { estimateOf } from './price-estimate.js';

const TYPING_MS = 400;
const REFRESH_MS = 15_000;
/** A start that is so near is now. */
const NOW_MS = 60_000;

const usePrices = (pool: string | undefined) =>
  useQuery({
    queryKey: ['submit-prices', pool],
    queryFn: ({ signal }) => query(submitPricesQuery, { pool: pool ?? '' }, { signal }),
    enabled: pool !== undefined,
    staleTime: 60_000,
  });

/** Models of the devices in a pool. */
export function useModels(pool: string | undefined): readonly string[] {
  const { data } = usePrices(pool);
  return [...new Set((data?.devices.edges ?? []).map(({ node: { model } }) => model))].sort();
}

/** What is free for such a job now, when it would be, and what it would cost. */
export function FreeNow({
  draft,
  pool,
}: {
  readonly draft: Draft;
  readonly pool: { readonly id: string; readonly name: string };
}): ReactNode {
  const { t, format } = useReader();
  const { gpus, project, timeoutMinutes } = inputOfDraft(draft);
  const count = gpus?.count ?? 1;
  const minutes = timeoutMinutes ?? 0;
  const wanted = useSettled({
    pool: pool.name,
    project,
    minutes,
    gpus: { count, model: gpus?.model ?? null, memoryGb: gpus?.memoryGb ?? null },
  });
  const check = useQuery({
    queryKey: ['submit-check', wanted],
    queryFn: ({ signal }) => query(submitCheckQuery, wanted, { signal }),
    enabled: wanted.gpus.count > 0 && wanted.minutes > 0,
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
    retry: false,
  });
  const { data } = usePrices(pool.id);
  const { matching = 0, windows = [] } = (count > 0 && check.data?.availability) || {};
  const [window] = windows;
  const models = count === 0 ? [] : (window?.devices ?? []).map(({ model }) => model).slice(0, count);
  const prices = (data?.prices.edges ?? [])
    .map(({ node }) => node)
    .filter(({ from }) => Date.parse(from) <= Date.now());
  const estimate =
    minutes > 0 && (count === 0 || models.length === count)
      ? estimateOf(prices, { pool: pool.id, models, minutes })
      : undefined;
  return (
    <Card title={t('submit.now')}>
      <div role="status" className="flex flex-col gap-1">
        {count > 0 && check.data && (
          <>
            <p>{t('submit.matching', { count: matching })}</p>
            {window ? (
              Date.parse(window.from) - Date.now() < NOW_MS ? (
                <p className="font-medium text-good">✓ {t('submit.freeNow', { count })}</p>
              ) : (
                <p className="font-medium text-warn">
                  … {t('submit.freeAt', { count })} <Instant at={window.from} />
                </p>
              )
            ) : (
              <p className="font-medium text-bad">
                ✗ {t(matching < count ? 'submit.tooFew' : 'submit.notFree')}
              </p>
            )}
          </>
        )}
        {count > 0 && check.isError && <p className="text-muted">{t('submit.unknown')}</p>}
        {count === 0 && <p>{t('jobs.cpuOnly')}</p>}
      </div>
      {estimate && (
        <p>
          {t('submit.price', {
            price: format.money(estimate.micros, estimate.currency),
            duration: format.duration(minutes * 60),
          })}
        </p>
      )}
      <p className="text-sm text-muted">{t('submit.price.help')}</p>
    </Card>
  );
}

/** A value that has not changed for a moment, so that each letter that is typed asks nobody. */
function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  const text = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(text) as Value), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

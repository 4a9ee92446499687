import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { query } from '../api/graphql.js';
import { Loaded } from '../design/states.js';
import { hostWeekQuery, type HostRowFragment } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { BUCKET_MS, BUCKETS, bucketsOf, meanUse, weekUntil, type Bucket } from './week.js';

const REFRESH_MS = 5 * 60_000;
const HEIGHT = 24;

/** Seven days of each device in half hours: the darker, the busier. Time runs from left to right in every language. */
export function DeviceWeek({ host }: { readonly host: HostRowFragment }): ReactNode {
  const { t, format } = useReader();
  const usage = useQuery({
    queryKey: ['host', host.id, 'week'],
    queryFn: async ({ signal }) => {
      const week = weekUntil(Date.now());
      const { deviceUsage } = await query(hostWeekQuery, { host: host.id, ...week }, { signal });
      return { ...week, usage: deviceUsage };
    },
    refetchInterval: REFRESH_MS,
  });
  return (
    <section aria-labelledby="week" className="flex flex-col gap-3">
      <h2 id="week" className="text-lg font-semibold">
        {t('hosts.week')}
      </h2>
      <Loaded result={usage}>
        {({ from, usage }) => {
          const weeks = bucketsOf(
            usage,
            from,
            host.devices.map(({ uuid }) => uuid),
          );
          return (
            <div className="flex flex-col gap-2 overflow-x-auto">
              {host.devices.map(({ uuid, index, model }) => {
                const buckets = weeks.get(uuid) ?? [];
                const mean = meanUse(buckets);
                return (
                  <figure key={uuid} className="grid min-w-xl grid-cols-[9rem_1fr_6rem] items-center gap-3">
                    <figcaption className="truncate text-sm">
                      <bdi dir="ltr">
                        {index} · {model}
                      </bdi>
                    </figcaption>
                    <WeekStrip buckets={buckets} />
                    <span className="text-sm text-muted">
                      {mean === undefined
                        ? t('hosts.noSample')
                        : t('hosts.mean', { percent: format.percent(mean / 100) })}
                    </span>
                  </figure>
                );
              })}
              <div className="grid min-w-xl grid-cols-[9rem_1fr_6rem] gap-3 text-xs text-muted">
                <span />
                <ol dir="ltr" className="flex justify-between" aria-hidden="true">
                  {Array.from({ length: 7 }, (_, day) => (
                    <li key={day}>{format.day(Date.parse(from) + day * 48 * BUCKET_MS)}</li>
                  ))}
                </ol>
              </div>
            </div>
          );
        }}
      </Loaded>
    </section>
  );
}

function WeekStrip({ buckets }: { readonly buckets: readonly Bucket[] }): ReactNode {
  const { t, format } = useReader();
  return (
    <svg
      viewBox={`0 0 ${BUCKETS} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-6 w-full rounded bg-sunken"
      aria-hidden="true"
    >
      {buckets.map(({ from, use }, index) =>
        use === undefined ? null : (
          <rect
            key={from}
            x={index}
            width="1.05"
            height={HEIGHT}
            className="fill-accent"
            opacity={0.08 + (use / 100) * 0.92}
          >
            <title>
              {t('hosts.weekBucket', { at: format.dateTime(from), percent: format.percent(use / 100) })}
            </title>
          </rect>
        ),
      )}
    </svg>
  );
}

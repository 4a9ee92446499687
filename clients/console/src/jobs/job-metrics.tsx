import { useEffect, useState, type PointerEvent, type ReactNode } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { query } from '../api/graphql.js';
import { refusalOf, type Refusal } from '../api/refusal.js';
import { live } from '../api/use-live.js';
import { RefusalNotice } from '../design/refusal-notice.js';
import { Loading, Message } from '../design/states.js';
import { followMetricsSubscription, jobMetricsQuery, logPageQuery } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { formatRange } from '../logs/line-range.js';
import {
  curveOf,
  MAX_POINTS,
  nearestPoint,
  withPoints,
  type MetricPoint,
  type Series,
} from './metric-series.js';
import type { Job } from './job.js';

/** Pages of 2,000 points: older metrics of a job that reports more are left out. */
const MAX_PAGES = 25;
const DRAW_MS = 500;

interface Loaded {
  readonly series: readonly Series[];
  readonly loading: boolean;
  readonly refusal: Refusal | undefined;
}

/** Reads what there is, then follows; many points in a short time are one drawing. */
function useSeries(job: string): Loaded {
  const [loaded, setLoaded] = useState<Loaded>({ series: [], loading: true, refusal: undefined });
  useEffect(() => {
    const closed = { now: false };
    let stop: (() => void) | undefined;
    let waiting: MetricPoint[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = (): void => {
      timer = undefined;
      const points = waiting;
      waiting = [];
      setLoaded(({ series }) => ({ series: withPoints(series, points), loading: false, refusal: undefined }));
    };
    const take = (points: readonly MetricPoint[]): void => {
      waiting.push(...points);
      timer ??= setTimeout(draw, DRAW_MS);
    };
    const read = async (): Promise<void> => {
      let after: string | undefined;
      for (let page = 0; page < MAX_PAGES; page++) {
        const { job: found } = await query(jobMetricsQuery, { job, after });
        if (closed.now || !found) return;
        after = found.metrics.cursor;
        waiting.push(...found.metrics.points);
        if (found.metrics.points.length === 0 || found.metrics.end) {
          draw();
          if (found.metrics.end) return;
          break;
        }
      }
      draw();
      stop = live.follow(
        followMetricsSubscription,
        { job, after },
        {
          onItem: ({ jobMetrics }) => take(jobMetrics.points),
          resume: ({ jobMetrics: { cursor } }) => ({ job, after: cursor }),
        },
      );
    };
    read().catch((error: unknown) => {
      if (!closed.now) setLoaded(({ series }) => ({ series, loading: false, refusal: refusalOf(error) }));
    });
    return () => {
      closed.now = true;
      clearTimeout(timer);
      stop?.();
    };
  }, [job]);
  return loaded;
}

/** A chart for each metric that the job reports, live while it runs. */
export function JobMetrics({ job }: { readonly job: Job }): ReactNode {
  const { t, format } = useReader();
  const { series, loading, refusal } = useSeries(job.id);
  if (refusal) return <RefusalNotice refusal={refusal} />;
  if (loading) return <Loading />;
  if (series.length === 0)
    return (
      <Message title={t('jobs.metrics.none')}>
        <p>{t('jobs.metrics.none.help')}</p>
      </Message>
    );
  const cut = series.some(({ values }) => values.length >= MAX_POINTS);
  return (
    <>
      {cut && (
        <p className="pb-2 text-sm text-muted">
          {t('jobs.metrics.cut', { count: format.number(MAX_POINTS) })}
        </p>
      )}
      <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
        {series.map((each) => (
          <MetricChart key={each.name} job={job.id} series={each} />
        ))}
      </div>
    </>
  );
}

const WIDTH = 480;
const HEIGHT = 140;

/** Time runs from left to right in every language, as in the log. A click leads to the log of that time. */
function MetricChart({ job, series }: { readonly job: string; readonly series: Series }): ReactNode {
  const { t, format } = useReader();
  const navigate = useNavigate();
  const [under, setUnder] = useState<{
    readonly part: number;
    readonly at: number;
    readonly value: number;
  }>();
  const { path, low, high, from, to } = curveOf(series, WIDTH, HEIGHT);
  const number = (value: number): string => format.number(value, { maximumSignificantDigits: 5 });
  const latest = series.values.at(-1) ?? 0;
  const moved = (event: PointerEvent<SVGSVGElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const point = nearestPoint(series, (event.clientX - box.x) / box.width);
    setUnder(point && { ...point, part: to === from ? 0.5 : (point.at - from) / (to - from) });
  };
  const toLog = async (): Promise<void> => {
    if (!under) return;
    const at = new Date(under.at).toISOString();
    const { job: found } = await query(logPageQuery, { job, at, first: 1 });
    const line = found?.logs.lines[0]?.number;
    await navigate({
      to: '/jobs/$id',
      params: { id: job },
      search: { tab: 'logs' },
      ...(line !== undefined && { hash: formatRange({ from: line, to: line }) }),
    });
  };
  return (
    <figure className="flex flex-col gap-2 rounded-lg border border-line bg-raised p-3">
      <figcaption className="flex items-baseline justify-between gap-2">
        <bdi dir="ltr" className="truncate font-mono text-sm font-semibold">
          {series.name}
        </bdi>
        <bdi dir="ltr" className="text-sm tabular-nums">
          {number(under?.value ?? latest)}
        </bdi>
      </figcaption>
      <svg
        viewBox={`0 -4 ${WIDTH} ${HEIGHT + 8}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('jobs.metrics.chart', {
          name: series.name,
          count: series.values.length,
          low: number(low),
          high: number(high),
          latest: number(latest),
        })}
        className="h-36 w-full cursor-crosshair touch-none"
        onPointerMove={moved}
        onPointerLeave={() => setUnder(undefined)}
        onClick={() => void toLog()}
      >
        {[0, 0.5, 1].map((part) => (
          <line
            key={part}
            x1="0"
            x2={WIDTH}
            y1={HEIGHT * part}
            y2={HEIGHT * part}
            className="stroke-line"
            vectorEffect="non-scaling-stroke"
          />
        ))}
        <path
          d={path}
          fill="none"
          strokeWidth="1.75"
          strokeLinejoin="round"
          className="stroke-accent-text"
          vectorEffect="non-scaling-stroke"
        />
        {series.values.length === 1 && (
          <circle cx={WIDTH / 2} cy={HEIGHT / 2} r="3" className="fill-accent-text" />
        )}
        {under && (
          <line
            x1={under.part * WIDTH}
            x2={under.part * WIDTH}
            y1="0"
            y2={HEIGHT}
            strokeDasharray="3 3"
            className="stroke-muted"
            vectorEffect="non-scaling-stroke"
          />
        )}
      </svg>
      <div dir="ltr" className="flex justify-between text-xs text-muted tabular-nums">
        <bdi>
          {number(low)} – {number(high)}
        </bdi>
        <bdi>{under ? `${format.dateTime(under.at)}` : `${format.time(from)} – ${format.time(to)}`}</bdi>
      </div>
    </figure>
  );
}

import type { ReactNode } from 'react';
import { Badge } from '../design/badge.js';
import type { DeviceRowFragment } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { isStale, sparkline, type DeviceLoad } from './load.js';

const RADIUS = 20;
const ROUND = 2 * Math.PI * RADIUS;
const SPARK = { width: 120, height: 22 };

export interface DeviceTileProps {
  readonly device: DeviceRowFragment;
  readonly load: DeviceLoad | undefined;
}

/** A device now: the ring is its use, the bar its memory, the line the last minute. */
export function DeviceTile({ device, load }: DeviceTileProps): ReactNode {
  const { t, format } = useReader();
  const now = load && !isStale(load.at) ? load : undefined;
  const use = now?.sample.utilisationGpu ?? undefined;
  const used = now?.sample.memoryUsedMiB ?? undefined;
  const total = now?.sample.memoryTotalMiB ?? device.memoryMiB ?? undefined;
  const gib = (mib: number): string => format.number(mib / 1024, { maximumFractionDigits: 0 });
  const wrong = device.missing || device.state !== 'AVAILABLE';
  return (
    <li className="flex w-full flex-col gap-2 rounded-lg border border-line bg-raised p-3 sm:w-56">
      <div className="flex items-center gap-3">
        <svg viewBox="0 0 48 48" className="size-12 shrink-0" aria-hidden="true">
          <circle cx="24" cy="24" r={RADIUS} fill="none" strokeWidth="6" className="stroke-sunken" />
          {use !== undefined && (
            <circle
              cx="24"
              cy="24"
              r={RADIUS}
              fill="none"
              strokeWidth="6"
              className="stroke-accent"
              strokeDasharray={`${(use / 100) * ROUND} ${ROUND}`}
              transform="rotate(-90 24 24)"
            />
          )}
          <text x="24" y="29" textAnchor="middle" className="fill-text text-sm">
            {format.number(device.index)}
          </text>
        </svg>
        <div className="min-w-0">
          <p className="line-clamp-2 font-medium" title={device.uuid}>
            <span className="sr-only">{format.number(device.index)} </span>
            <bdi dir="ltr">{device.model}</bdi>
          </p>
          <p className="text-sm text-muted">
            {use === undefined ? t('hosts.noSample') : t('hosts.use', { percent: format.percent(use / 100) })}
          </p>
        </div>
      </div>
      <div>
        <div className="h-1.5 overflow-hidden rounded bg-sunken" aria-hidden="true">
          {used !== undefined && total !== undefined && total > 0 && (
            <div
              className="h-full bg-accent"
              style={{ inlineSize: `${Math.min(100, (used / total) * 100)}%` }}
            />
          )}
        </div>
        <p className="mt-1 flex justify-between gap-2 text-xs text-muted">
          {total !== undefined && (
            <span>
              {used === undefined
                ? t('hosts.memoryTotal', { total: gib(total) })
                : t('hosts.memory', { used: gib(used), total: gib(total) })}
            </span>
          )}
          {now?.sample.temperature != null && (
            <span>{format.number(now.sample.temperature, { style: 'unit', unit: 'celsius' })}</span>
          )}
        </p>
      </div>
      <svg viewBox={`0 0 ${SPARK.width} ${SPARK.height}`} className="h-6 w-full" aria-hidden="true">
        <polyline
          points={sparkline(now?.recent ?? [], SPARK.width, SPARK.height)}
          fill="none"
          strokeWidth="1.5"
          className="stroke-accent-text"
        />
      </svg>
      {(wrong || device.simulated) && (
        <p className="flex flex-wrap gap-1">
          {device.simulated && <Badge tone="plain">{t('hosts.simulated')}</Badge>}
          {wrong && (
            <Badge tone="bad">
              {device.missing ? t('hosts.missing') : t(`hosts.device.${device.state}`)}
            </Badge>
          )}
          {device.stateReason !== null && <bdi className="text-xs text-muted">{device.stateReason}</bdi>}
        </p>
      )}
    </li>
  );
}

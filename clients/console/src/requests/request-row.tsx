import type { ReactNode } from 'react';
import { Badge } from '../design/badge.js';
import { Instant } from '../design/instant.js';
import type { RequestRowFragment } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';

export interface RequestRowProps {
  readonly item: RequestRowFragment;
  readonly chosen: boolean;
  /** The keyboard is at it. */
  readonly current: boolean;
  readonly onToggle: (range: boolean) => void;
}

interface Gpus {
  readonly count: number;
  readonly model: string | null;
  readonly memoryGb: number | null;
}

/** What is asked for: GPUs for a time, or a job. */
export function RequestRow({ item, chosen, current, onToggle }: RequestRowProps): ReactNode {
  const { t, format } = useReader();
  const what = item.request ?? item.job;
  if (!what) return null;
  const title = item.job?.name ?? item.request?.title ?? t('requests.untitled');
  const minutes = item.request?.durationMinutes ?? item.job?.timeoutMinutes ?? 0;
  const id = `request-${item.id}`;
  return (
    <li
      className={`flex gap-3 border-b border-line px-3 py-2.5 last:border-b-0 ${current ? 'bg-accent-soft' : ''}`}
      {...(current && { 'aria-current': 'true' as const })}
    >
      <input
        type="checkbox"
        checked={chosen}
        aria-labelledby={id}
        className="mt-1 size-4 shrink-0"
        onChange={() => undefined}
        onClick={(event) => onToggle(event.shiftKey)}
      />
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <p id={id} className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Badge tone="plain">{t(`requests.kind.${item.kind}`)}</Badge>
          <bdi className="font-medium">{title}</bdi>
          <span className="text-muted">
            {what.user && <bdi>{what.user.username}</bdi>}
            {what.project && (
              <>
                {' · '}
                <bdi>{what.project.name}</bdi>
              </>
            )}
          </span>
        </p>
        <p>
          {gpusText(what.gpus)} · {t('requests.for', { duration: format.duration(minutes * 60) })}
          {what.pool && (
            <>
              {' · '}
              <bdi>{what.pool.name}</bdi>
            </>
          )}
        </p>
        {item.request && <p className="text-muted">{<bdi>{item.request.reason}</bdi>}</p>}
        {item.request?.neededBy != null && (
          <p className="text-sm">
            {t('requests.neededBy')} <Instant at={item.request.neededBy} />
          </p>
        )}
        {item.job && (
          <p className="truncate font-mono text-sm text-muted" dir="ltr" translate="no">
            {item.job.command.join(' ')}
          </p>
        )}
      </div>
      <span className="text-sm text-muted">
        <Instant at={item.submittedAt} relative />
      </span>
    </li>
  );

  function gpusText({ count, model, memoryGb }: Gpus): ReactNode {
    if (count === 0) return t('requests.noGpu');
    return (
      <>
        {t('requests.gpus', { count })}
        {model !== null && (
          <>
            {' '}
            <bdi dir="ltr">{model}</bdi>
          </>
        )}
        {memoryGb !== null && ` ${t('requests.memory', { gib: format.number(memoryGb) })}`}
      </>
    );
  }
}

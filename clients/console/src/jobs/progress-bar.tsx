import type { ReactNode } from 'react';
import { useReader } from '../i18n/text.js';

export function ProgressBar({
  fraction,
  wide = false,
}: {
  readonly fraction: number;
  readonly wide?: boolean;
}): ReactNode {
  const { t, format } = useReader();
  const part = Math.min(Math.max(fraction, 0), 1);
  return (
    <span className={`inline-flex items-center gap-2 ${wide ? 'w-full' : ''}`}>
      <span
        role="progressbar"
        aria-label={t('jobs.progress')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(part * 100)}
        className={`inline-block h-2 overflow-hidden rounded-full border border-strong-line ${wide ? 'flex-1' : 'w-16'}`}
      >
        <span className="block h-full bg-accent" style={{ inlineSize: `${part * 100}%` }} />
      </span>
      <span className="text-sm text-muted">{format.percent(part)}</span>
    </span>
  );
}

import type { CSSProperties, ReactNode } from 'react';
import { useText } from '../i18n/text.js';

const KINDS = ['RESERVATION', 'JOB', 'OFFER', 'MAINTENANCE'] as const;

/** What the patterns mean: they, not the colours, say of what kind something is. */
export function Legend(): ReactNode {
  const t = useText();
  const sample = { position: 'static', inlineSize: 28, blockSize: 16 } as CSSProperties;
  return (
    <ul
      className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-muted"
      aria-label={t('calendar.legend')}
    >
      {KINDS.map((kind) => (
        <li key={kind} className="flex items-center gap-1.5">
          <span className="bar" data-kind={kind} style={sample} aria-hidden="true" />
          {t(`calendar.kind.${kind}`)}
        </li>
      ))}
      <li className="flex items-center gap-1.5">
        <span className="bar" data-kind="RESERVATION" data-mine="" style={sample} aria-hidden="true" />
        {t('calendar.mine')}
      </li>
      <li className="flex items-center gap-1.5">
        <span className="bar" data-busy="" style={sample} aria-hidden="true" />
        {t('calendar.busy')}
      </li>
      <li>{t('calendar.legend.colour')}</li>
    </ul>
  );
}

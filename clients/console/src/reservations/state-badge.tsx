import type { ReactNode } from 'react';
import type { ReservationState } from '../generated/operations.js';
import { useText } from '../i18n/text.js';

const LOOKS: { readonly [state in ReservationState]: { readonly mark: string; readonly look: string } } = {
  ACTIVE: { mark: '●', look: 'bg-good-soft text-good' },
  RESERVED: { mark: '○', look: 'bg-accent-soft text-accent-text' },
  COMPLETED: { mark: '✓', look: 'bg-sunken text-muted' },
  RELEASED: { mark: '↩', look: 'bg-sunken text-muted' },
  CANCELLED: { mark: '✕', look: 'bg-sunken text-muted' },
  NO_SHOW: { mark: '!', look: 'bg-warn-soft text-warn' },
  HOLDER_INELIGIBLE: { mark: '!', look: 'bg-bad-soft text-bad' },
};

/** The state, by a mark and a word as well as a colour. */
export function StateBadge({ state }: { readonly state: ReservationState }): ReactNode {
  const t = useText();
  const { mark, look } = LOOKS[state];
  return (
    <span
      className={`inline-flex items-center gap-1 rounded px-1.5 py-0.5 text-sm whitespace-nowrap ${look}`}
    >
      <span aria-hidden="true">{mark}</span>
      {t(`reservation.state.${state}`)}
    </span>
  );
}

import type { ReactNode } from 'react';

export type Tone = 'good' | 'warn' | 'bad' | 'busy' | 'plain';

const TONES: { readonly [tone in Tone]: string } = {
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  busy: 'bg-accent-soft text-accent-text',
  plain: 'bg-sunken text-muted',
};

/** A state in a word; the word says it, the colour helps to find it. */
export const Badge = ({
  tone,
  children,
}: {
  readonly tone: Tone;
  readonly children: ReactNode;
}): ReactNode => (
  <span className={`inline-block rounded px-1.5 py-0.5 text-xs font-medium whitespace-nowrap ${TONES[tone]}`}>
    {children}
  </span>
);

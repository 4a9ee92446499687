import type { ReactNode } from 'react';
import type { JobState } from '../generated/operations.js';
import { useText } from '../i18n/text.js';

const LOOKS: { readonly [state in JobState]: { readonly mark: string; readonly colours: string } } = {
  SUBMITTED: { mark: '○', colours: 'bg-sunken text-muted' },
  AWAITING_APPROVAL: { mark: '?', colours: 'bg-warn-soft text-warn' },
  APPROVED: { mark: '○', colours: 'bg-sunken text-muted' },
  QUEUED: { mark: '…', colours: 'bg-sunken text-text' },
  PLACED: { mark: '▷', colours: 'bg-accent-soft text-accent-text' },
  RUNNING: { mark: '▶', colours: 'bg-accent-soft text-accent-text' },
  SUCCEEDED: { mark: '✓', colours: 'bg-good-soft text-good' },
  FAILED: { mark: '✗', colours: 'bg-bad-soft text-bad' },
  TIMED_OUT: { mark: '⧖', colours: 'bg-bad-soft text-bad' },
  REJECTED: { mark: '⊘', colours: 'bg-bad-soft text-bad' },
  CANCELLED: { mark: '⊘', colours: 'bg-sunken text-muted' },
};

/** A job's state in words; the mark and the colour say it again. */
export function JobStateBadge({
  state,
  cancelRequested = false,
}: {
  readonly state: JobState;
  readonly cancelRequested?: boolean;
}): ReactNode {
  const t = useText();
  const { mark, colours } = LOOKS[state];
  return (
    <span
      className={`inline-flex items-center gap-1.5 rounded-full px-2 py-0.5 text-sm whitespace-nowrap ${colours}`}
    >
      <span aria-hidden="true" className="font-mono">
        {mark}
      </span>
      {t(`jobs.state.${state}`)}
      {cancelRequested && <> · {t('jobs.cancelRequested')}</>}
    </span>
  );
}

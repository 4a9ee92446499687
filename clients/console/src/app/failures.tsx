import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { refusalOf } from '../api/refusal.js';
import { buttonClass } from '../design/button.js';
import { RefusalNotice } from '../design/refusal-notice.js';
import { Page } from '../design/page.js';
import { useText } from '../i18n/text.js';

export function NotFoundPage(): ReactNode {
  const t = useText();
  return (
    <Page title={t('state.notFound.title')}>
      <p>{t('state.notFound.help')}</p>
      <div>
        <Link to="/" className={buttonClass('primary')}>
          {t('state.toHome')}
        </Link>
      </div>
    </Page>
  );
}

/** A screen that failed; the navigation around it stays. */
export const FailedScreen = ({
  error,
  reset,
}: {
  readonly error: unknown;
  readonly reset: () => void;
}): ReactNode => (
  <div className="p-6">
    <RefusalNotice refusal={refusalOf(error)} onRetry={reset} />
  </div>
);

import { useState, type ReactNode } from 'react';
import type { Refusal } from '../api/refusal.js';
import { useReader } from '../i18n/text.js';
import { Button } from './button.js';
import { copyText } from './copy-text.js';

/** What the platform's refusal says in the reader's language. */
export function useRefusalText(): (refusal: Refusal) => ReactNode {
  const { t, has } = useReader();
  return ({ code, message }) => {
    const key = `refusal.${code}`;
    return has(key) ? t(key) : <bdi lang="en">{message}</bdi>;
  };
}

export interface RefusalNoticeProps {
  readonly refusal: Refusal;
  readonly onRetry?: () => void;
}

/** Says what was refused, why, and what helps: with the code and the trace id that an operator asks for. */
export function RefusalNotice({ refusal, onRetry }: RefusalNoticeProps): ReactNode {
  const { t } = useReader();
  const textOf = useRefusalText();
  const [copied, setCopied] = useState(false);
  const { code, traceId } = refusal;
  return (
    <div role="alert" className="flex flex-col gap-1 rounded-md border border-bad bg-bad-soft px-3 py-2">
      <p className="text-text">{textOf(refusal)}</p>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
        <span>
          {t('state.code')} <bdi dir="ltr">{code}</bdi>
        </span>
        {traceId !== undefined && (
          <span>
            {t('state.trace')}{' '}
            <bdi dir="ltr" className="font-mono">
              {traceId}
            </bdi>{' '}
            <Button kind="quiet" onPress={() => void copyText(traceId).then(setCopied)}>
              {copied ? t('state.copied') : t('state.copy')}
            </Button>
          </span>
        )}
      </p>
      {onRetry && (
        <div>
          <Button onPress={onRetry}>{t('state.retry')}</Button>
        </div>
      )}
    </div>
  );
}

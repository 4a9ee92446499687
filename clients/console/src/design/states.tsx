import type { ReactNode } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import { refusalOf } from '../api/refusal.js';
import { useText } from '../i18n/text.js';
import { RefusalNotice } from './refusal-notice.js';

export interface MessageProps {
  readonly title: string;
  readonly children?: ReactNode;
}

/** In place of what is not there: says so, and what to do. */
export const Message = ({ title, children }: MessageProps): ReactNode => (
  <div className="mx-auto flex max-w-prose flex-col items-center gap-3 px-4 py-16 text-center">
    <h2 className="text-lg font-semibold">{title}</h2>
    <div className="flex flex-col items-center gap-3 text-muted">{children}</div>
  </div>
);

export const Loading = (): ReactNode => (
  <p role="status" className="animate-pulse px-4 py-16 text-center text-muted">
    {useText()('state.loading')}
  </p>
);

/** Whatever comes from the server: while it loads, where it is refused, and once it is there. */
export function Loaded<Data>({
  result,
  children,
}: {
  readonly result: UseQueryResult<Data>;
  readonly children: (data: Data) => ReactNode;
}): ReactNode {
  if (result.data !== undefined) return children(result.data);
  if (result.isError)
    return <RefusalNotice refusal={refusalOf(result.error)} onRetry={() => void result.refetch()} />;
  return <Loading />;
}

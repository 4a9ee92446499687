import type { ReactNode } from 'react';
import { Button, Tooltip, TooltipTrigger } from 'react-aria-components';
import { useFormat } from '../i18n/text.js';

/** A time in the reader's zone; UTC and how far away it is on hover and focus. */
export function Instant({
  at,
  relative = false,
}: {
  readonly at: string;
  readonly relative?: boolean;
}): ReactNode {
  const format = useFormat();
  const words = relative ? format.relative(at) : format.dateTime(at);
  const more = relative ? format.dateTime(at) : format.relative(at);
  return (
    <TooltipTrigger delay={300}>
      <Button className="cursor-default">
        <time dateTime={at}>{words}</time>
      </Button>
      <Tooltip className="rounded bg-text px-2 py-1 text-sm text-surface">
        {more} · <bdi dir="ltr">{format.utc(at)}</bdi>
      </Tooltip>
    </TooltipTrigger>
  );
}

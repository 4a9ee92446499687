import type { ReactNode } from 'react';
import { Instant } from '../design/instant.js';
import type { HistoryQuery } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { eventName } from './search.js';

export type Entry = HistoryQuery['history']['edges'][number]['node'];

/** Events in the order of the list, each with what the log has about it. */
export function Timeline({ entries }: { readonly entries: readonly Entry[] }): ReactNode {
  const known = new Set(entries.map(({ eventId }) => eventId));
  return (
    <ol className="flex flex-col gap-5 border-s-2 border-line ps-5">
      {entries.map((entry) => (
        <Event key={entry.eventId} entry={entry} causeShown={known.has(entry.causationId)} />
      ))}
    </ol>
  );
}

function Event({ entry, causeShown }: { readonly entry: Entry; readonly causeShown: boolean }): ReactNode {
  const { t } = useReader();
  const { eventId, type, recordedAt, command, commandId, causationId, correlationId, revision, data } = entry;
  return (
    <li id={`event-${eventId}`} className="flex min-w-0 flex-col gap-1">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <strong>
          <bdi dir="ltr" lang="en">
            {eventName(type)}
          </bdi>
        </strong>
        <span className="text-muted">
          <Instant at={recordedAt} />
        </span>
        <Actor entry={entry} />
      </p>
      <details className="text-sm">
        <summary className="cursor-default text-muted">{t('history.by', { command, revision })}</summary>
        <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 break-all">
          <Fact name={t('history.event')} value={eventId} more={type} />
          <Fact name={t('history.command')} value={commandId} more={command} />
          <dt className="text-muted">{t('history.cause')}</dt>
          <dd>
            {causeShown ? (
              <a href={`#event-${causationId}`} className="text-accent-text underline">
                <bdi dir="ltr">{causationId}</bdi>
              </a>
            ) : (
              <bdi dir="ltr">{causationId}</bdi>
            )}
          </dd>
          <Fact name={t('history.request')} value={correlationId} />
        </dl>
        <pre
          dir="ltr"
          tabIndex={0}
          aria-label={t('history.data')}
          className="mt-2 max-h-80 overflow-auto rounded-md bg-sunken p-3 font-mono"
        >
          {JSON.stringify(data, null, 2)}
        </pre>
      </details>
    </li>
  );
}

function Actor({ entry: { actor } }: { readonly entry: Entry }): ReactNode {
  const { t, has } = useReader();
  const key = `history.actor.${actor.kind}`;
  return (
    <span>
      {actor.user ? <bdi>{actor.user.username}</bdi> : <bdi dir="ltr">{actor.id}</bdi>}{' '}
      <span className="text-sm text-muted">({has(key) ? t(key) : <bdi lang="en">{actor.kind}</bdi>})</span>
    </span>
  );
}

const Fact = ({
  name,
  value,
  more,
}: {
  readonly name: string;
  readonly value: string;
  readonly more?: string;
}): ReactNode => (
  <>
    <dt className="text-muted">{name}</dt>
    <dd>
      <bdi dir="ltr">
        {more !== undefined && `${more} · `}
        {value}
      </bdi>
    </dd>
  </>
);

import { useRef, type MouseEvent, type ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { Instant } from '../design/instant.js';
import type { JobsQuery } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { GpusText } from './gpus-text.js';
import { selectRow } from './job-filters.js';
import { JobStateBadge } from './job-state.js';
import { ProgressBar } from './progress-bar.js';

export type JobRow = JobsQuery['jobs']['edges'][number]['node'];

const CELL = 'px-3 py-2 align-middle';

export interface JobsTableProps {
  readonly rows: readonly JobRow[];
  readonly selected: ReadonlySet<string> | 'matching';
  readonly onSelect: (selected: ReadonlySet<string>) => void;
}

export function JobsTable({ rows, selected, onSelect }: JobsTableProps): ReactNode {
  const { t } = useReader();
  const anchor = useRef<string>(undefined);
  const ids = rows.map(({ id }) => id);
  const isSelected = (id: string): boolean => selected === 'matching' || selected.has(id);
  const all = ids.every(isSelected);
  const clicked = (id: string, event: MouseEvent): void => {
    const before = selected === 'matching' ? new Set(ids) : selected;
    onSelect(selectRow(ids, before, { id, anchor: anchor.current, shift: event.shiftKey }));
    anchor.current = id;
  };
  const head = (text: string, more = ''): ReactNode => (
    <th scope="col" className={`${CELL} text-start font-medium whitespace-nowrap text-muted ${more}`}>
      {text}
    </th>
  );
  return (
    <div
      className="overflow-x-auto rounded-lg border border-line bg-raised"
      tabIndex={0}
      role="region"
      aria-label={t('jobs.table')}
    >
      <table className="w-full border-collapse">
        <thead className="border-b border-line">
          <tr>
            <th scope="col" className={CELL}>
              <input
                type="checkbox"
                aria-label={t('jobs.all')}
                checked={all}
                onChange={() => onSelect(new Set(all ? [] : ids))}
              />
            </th>
            {head(t('jobs.name'))}
            {head(t('jobs.state'))}
            {head(t('jobs.gpus'))}
            {head(t('jobs.project'), 'hidden lg:table-cell')}
            {head(t('jobs.user'), 'hidden md:table-cell')}
            {head(t('jobs.pool'), 'hidden xl:table-cell')}
            {head(t('jobs.created'), 'hidden md:table-cell')}
            {head(t('jobs.duration'), 'hidden lg:table-cell')}
          </tr>
        </thead>
        <tbody>
          {rows.map((job) => (
            <tr
              key={job.id}
              className={`border-b border-line last:border-b-0 ${isSelected(job.id) ? 'bg-accent-soft' : 'hover:bg-sunken'}`}
            >
              <td className={`${CELL} text-center`}>
                <input
                  type="checkbox"
                  aria-label={job.name}
                  checked={isSelected(job.id)}
                  onClick={(event) => clicked(job.id, event)}
                  readOnly
                />
              </td>
              <td className={`${CELL} max-w-72`}>
                <Link
                  to="/jobs/$id"
                  params={{ id: job.id }}
                  className="block truncate font-medium text-accent-text hover:underline"
                >
                  <bdi>{job.name}</bdi>
                </Link>
              </td>
              <td className={CELL}>
                <div className="flex items-center gap-2">
                  <JobStateBadge
                    state={job.state}
                    cancelRequested={job.cancelRequested && job.endedAt === null}
                  />
                  {job.state === 'RUNNING' && job.progress?.fraction != null && (
                    <ProgressBar fraction={job.progress.fraction} />
                  )}
                </div>
              </td>
              <td className={`${CELL} whitespace-nowrap`}>
                <GpusText gpus={job.gpus} />
              </td>
              <td className={`${CELL} hidden max-w-48 truncate lg:table-cell`}>
                <bdi>{job.project?.name}</bdi>
              </td>
              <td className={`${CELL} hidden max-w-40 truncate md:table-cell`}>
                <bdi>{job.user?.username}</bdi>
              </td>
              <td className={`${CELL} hidden max-w-40 truncate xl:table-cell`}>
                <bdi>{job.pool?.name}</bdi>
              </td>
              <td className={`${CELL} hidden whitespace-nowrap md:table-cell`}>
                <Instant at={job.createdAt} relative />
              </td>
              <td className={`${CELL} hidden whitespace-nowrap lg:table-cell`}>
                <Duration from={job.startedAt} to={job.endedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** How long something ran, or has run so far. */
export function Duration({
  from,
  to,
}: {
  readonly from: string | null;
  readonly to: string | null;
}): ReactNode {
  const { format } = useReader();
  if (from === null) return null;
  const end = to === null ? Date.now() : Date.parse(to);
  return format.duration((end - Date.parse(from)) / 1000);
}

import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { Instant } from '../design/instant.js';
import { useReader } from '../i18n/text.js';
import { Card, Facts } from './facts.js';
import { GpusText } from './gpus-text.js';
import { Duration } from './jobs-table.js';
import type { Job } from './job.js';
import { ProgressBar } from './progress-bar.js';

/** What became of the job so far: why it waits, how far it is, or why it ended. */
export function JobOverview({ job }: { readonly job: Job }): ReactNode {
  const { t } = useReader();
  const tells =
    job.pending !== null || job.errorClass !== null || job.message !== null || job.progress !== null;
  return (
    <div className={`grid items-start gap-4 ${tells ? 'lg:grid-cols-2' : 'max-w-3xl'}`}>
      {tells && (
        <div className="flex flex-col gap-4">
          {job.pending && <WhyPending pending={job.pending} />}
          <Failure job={job} />
          <Progress job={job} />
        </div>
      )}
      <Card title={t('jobs.facts')}>
        <Facts
          facts={[
            { name: t('jobs.created'), value: <Instant at={job.createdAt} /> },
            { name: t('jobs.started'), value: job.startedAt && <Instant at={job.startedAt} /> },
            { name: t('jobs.ended'), value: job.endedAt && <Instant at={job.endedAt} /> },
            {
              name: t('jobs.duration'),
              value: job.startedAt && <Duration from={job.startedAt} to={job.endedAt} />,
            },
            { name: t('jobs.gpus'), value: <GpusText gpus={job.gpus} /> },
            { name: t('jobs.user'), value: job.user && <bdi>{job.user.username}</bdi> },
            { name: t('jobs.project'), value: job.project && <bdi>{job.project.name}</bdi> },
            { name: t('jobs.pool'), value: job.pool && <bdi>{job.pool.name}</bdi> },
            { name: t('jobs.description'), value: job.description && <bdi>{job.description}</bdi> },
            {
              name: t('jobs.command'),
              value: (
                <bdi dir="ltr" className="font-mono text-sm">
                  {[...job.command, ...job.args].join(' ')}
                </bdi>
              ),
            },
          ]}
        />
      </Card>
    </div>
  );
}

function WhyPending({ pending }: { readonly pending: NonNullable<Job['pending']> }): ReactNode {
  const { t, format, look } = useReader();
  const { position, reasons, ahead, aheadCount, estimatedStart, estimateConfidence, estimateMessage } =
    pending;
  return (
    <Card title={t('jobs.why')}>
      {position !== null && (
        <p>
          {position === 1
            ? t('jobs.positionNext')
            : t('jobs.position', { position: format.number(position) })}
        </p>
      )}
      <ol className="flex list-decimal flex-col gap-2 ps-5">
        {reasons.map(({ code, kind, message }) => (
          <li key={`${code} ${message}`}>
            <strong className={kind === 'NEVER' ? 'text-bad' : ''}>{t(`jobs.pending.${code}`)}</strong>
            {' · '}
            <span className="text-muted">{t(`jobs.kind.${kind}`)}</span>
            <p lang={look.locale === 'en' ? undefined : 'en'}>
              <bdi>{message}</bdi>
            </p>
          </li>
        ))}
      </ol>
      {estimatedStart !== null && (
        <p>
          {t('jobs.estimate')}: <Instant at={estimatedStart} /> ({t(`jobs.confidence.${estimateConfidence}`)})
        </p>
      )}
      {estimateMessage !== null && (
        <p className="text-sm text-muted">
          <bdi lang="en">{estimateMessage}</bdi>
        </p>
      )}
      {aheadCount > 0 && (
        <details>
          <summary>{t('jobs.aheadCount', { count: aheadCount })}</summary>
          <ul className="flex flex-col gap-1 ps-4 pt-2">
            {ahead.map((job) => (
              <li key={job.id}>
                <Link to="/jobs/$id" params={{ id: job.id }} className="text-accent-text hover:underline">
                  <bdi>{job.name}</bdi>
                </Link>{' '}
                <bdi className="text-muted">{job.user?.username}</bdi>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}

const REASONED: ReadonlySet<string> = new Set(['REJECTED', 'CANCELLED']);

function Failure({ job: { state, errorClass, exitCode, message, id } }: { readonly job: Job }): ReactNode {
  const { t } = useReader();
  if (errorClass === null && message === null) return null;
  return (
    <Card title={t(REASONED.has(state) ? 'jobs.message.reason' : 'jobs.message')}>
      {errorClass !== null && <p>{t(`jobs.error.${errorClass}`)}</p>}
      {message !== null && (
        <p>
          <bdi>{message}</bdi>
        </p>
      )}
      {exitCode !== null && (
        <p>
          {t('jobs.exitCode')}: <bdi dir="ltr">{exitCode}</bdi>
        </p>
      )}
      <p>
        <Link to="/jobs/$id" params={{ id }} search={{ tab: 'logs' }} className="text-accent-text underline">
          {t('jobs.showLog')}
        </Link>
      </p>
    </Card>
  );
}

function Progress({ job: { progress } }: { readonly job: Job }): ReactNode {
  const { t, format } = useReader();
  if (!progress) return null;
  const metrics = Object.entries(
    (progress.latestMetrics ?? {}) as { readonly [name: string]: number | string },
  );
  const { fraction, epoch, epochs, stage, message, updatedAt } = progress;
  return (
    <Card title={t('jobs.progress')}>
      {fraction !== null && <ProgressBar fraction={fraction} wide />}
      <Facts
        facts={[
          {
            name: t('jobs.stage'),
            value: stage && <bdi>{stage}</bdi>,
          },
          {
            name: t('jobs.progress'),
            value:
              epoch !== null && epochs !== null
                ? t('jobs.epoch', { epoch: format.number(epoch), epochs: format.number(epochs) })
                : null,
          },
          { name: t('logs.title'), value: message && <bdi dir="ltr">{message}</bdi> },
          { name: t('jobs.reported'), value: updatedAt && <Instant at={updatedAt} relative /> },
          ...metrics.map(([name, value]) => ({
            name,
            value: (
              <bdi dir="ltr" className="tabular-nums">
                {typeof value === 'number' ? format.number(value, { maximumSignificantDigits: 6 }) : value}
              </bdi>
            ),
          })),
        ]}
      />
    </Card>
  );
}

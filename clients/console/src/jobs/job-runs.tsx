import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { Instant } from '../design/instant.js';
import { Message } from '../design/states.js';
import { useText } from '../i18n/text.js';
import { Card, Facts } from './facts.js';
import { Duration } from './jobs-table.js';
import type { Job } from './job.js';

/** Each attempt, the newest first. */
export function JobRuns({ job }: { readonly job: Job }): ReactNode {
  const t = useText();
  if (job.runs.length === 0)
    return (
      <Message title={t('jobs.runs.none')}>
        <p>{t('jobs.runs.none.help')}</p>
      </Message>
    );
  return (
    <div className="flex flex-col gap-4">
      {[...job.runs].reverse().map((run) => (
        <Card key={run.number} title={t('logs.run', { number: run.number })}>
          <Facts
            facts={[
              {
                name: t('jobs.outcome'),
                value: run.outcome ? t(`jobs.outcome.${run.outcome}`) : t(`jobs.runState.${run.state}`),
              },
              { name: t('jobs.message'), value: run.message && <bdi>{run.message}</bdi> },
              {
                name: t('jobs.exitCode'),
                value: run.exitCode !== null && <bdi dir="ltr">{run.exitCode}</bdi>,
              },
              { name: t('jobs.host'), value: run.host && <bdi>{run.host.name}</bdi> },
              {
                name: t('jobs.devices'),
                value: run.devices.length > 0 && (
                  <ul>
                    {run.devices.map(({ uuid, model, index, simulated }) => (
                      <li key={uuid}>
                        <bdi>{model}</bdi> <bdi dir="ltr">{`cuda:${index}`}</bdi>{' '}
                        <bdi dir="ltr" className="font-mono text-xs text-muted">
                          {uuid}
                        </bdi>{' '}
                        {simulated && `(${t('jobs.simulated')})`}
                      </li>
                    ))}
                  </ul>
                ),
              },
              { name: t('jobs.started'), value: run.startedAt && <Instant at={run.startedAt} /> },
              { name: t('jobs.ended'), value: run.endedAt && <Instant at={run.endedAt} /> },
              {
                name: t('jobs.duration'),
                value: run.startedAt && <Duration from={run.startedAt} to={run.endedAt} />,
              },
            ].map((fact) => (fact.value === false ? { ...fact, value: null } : fact))}
          />
          <Link
            to="/jobs/$id"
            params={{ id: job.id }}
            search={{ tab: 'logs', run: run.number }}
            className="text-accent-text underline"
          >
            {t('jobs.showLog')}
          </Link>
        </Card>
      ))}
    </div>
  );
}

import type { ReactNode } from 'react';
import { useReader } from '../i18n/text.js';
import { CopyAsPanel } from './copy-as-panel.js';
import { Card, Facts } from './facts.js';
import { GIGABYTES, GpusText } from './gpus-text.js';
import type { Job } from './job.js';
import { inputOf } from './job-input.js';

/** What was asked for, and how to ask for it again by each face. */
export function JobSpec({ job }: { readonly job: Job }): ReactNode {
  const { t, format } = useReader();
  const code = (text: string): ReactNode => (
    <bdi dir="ltr" className="font-mono text-sm break-all whitespace-pre-wrap">
      {text}
    </bdi>
  );
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card title={t('jobs.tab.spec')}>
        <Facts
          facts={[
            { name: t('jobs.command'), value: code([...job.command, ...job.args].join(' ')) },
            { name: t('jobs.image'), value: job.image && code(job.image) },
            { name: t('jobs.gpus'), value: <GpusText gpus={job.gpus} /> },
            { name: t('jobs.vcpus'), value: job.vcpus !== null && format.number(job.vcpus) },
            {
              name: t('jobs.ram'),
              value: job.ramGb !== null && format.number(job.ramGb, GIGABYTES),
            },
            { name: t('jobs.timeLimit'), value: format.duration(job.timeoutMinutes * 60) },
            {
              name: t('jobs.retry'),
              value: job.retry.maxRetries === 0 ? t('jobs.retry.none') : format.number(job.retry.maxRetries),
            },
            { name: t('jobs.priority'), value: format.number(job.priority) },
            {
              name: t('jobs.env'),
              value: job.envNames.length > 0 && (
                <>
                  {code(job.envNames.join(' '))} <span className="text-muted">{t('jobs.env.sealed')}</span>
                </>
              ),
            },
            { name: t('jobs.workingDirectory'), value: job.workingDirectory && code(job.workingDirectory) },
            { name: t('jobs.description'), value: job.description && <bdi>{job.description}</bdi> },
            { name: t('jobs.externalId'), value: job.externalId && code(job.externalId) },
            { name: t('jobs.id'), value: code(job.id) },
          ].map((fact) => (fact.value === false ? { ...fact, value: null } : fact))}
        />
      </Card>
      <CopyAsPanel input={inputOf(job)} />
    </div>
  );
}

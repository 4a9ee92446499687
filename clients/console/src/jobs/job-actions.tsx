import { useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { mutate } from '../api/graphql.js';
import { refusalOf, type Refusal } from '../api/refusal.js';
import { Button, buttonClass } from '../design/button.js';
import { RefusalNotice } from '../design/refusal-notice.js';
import {
  approveJobMutation,
  cancelJobMutation,
  deleteJobMutation,
  rejectJobMutation,
} from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { useUser } from '../session/use-session.js';
import { AskDialog } from './ask-dialog.js';
import { actionsOf, type JobAction } from './job-rights.js';
import type { Job } from './job.js';

/** What the reader may do with the job, with a question before what can't be undone. */
export function JobActions({ job }: { readonly job: Job }): ReactNode {
  const { t, format } = useReader();
  const actions = actionsOf(job, useUser());
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<JobAction>();
  const [refusal, setRefusal] = useState<Refusal>();
  const { id: jobId, name } = job;
  const done = (): void => {
    setAsking(undefined);
    void queries.invalidateQueries({ queryKey: ['job', jobId] });
  };
  const approve = async (): Promise<void> => {
    setRefusal(undefined);
    try {
      await mutate(approveJobMutation, { input: { jobId } });
      done();
    } catch (error) {
      setRefusal(refusalOf(error));
    }
  };
  const close = (): void => setAsking(undefined);
  return (
    <>
      {actions.includes('approve') && (
        <Button kind="primary" onPress={() => void approve()}>
          {t('jobs.action.approve')}
        </Button>
      )}
      {actions.includes('reject') && (
        <Button onPress={() => setAsking('reject')}>{t('jobs.action.reject')}</Button>
      )}
      {actions.includes('resubmit') && (
        <Link to="/jobs/new" search={{ from: jobId }} className={buttonClass('plain')}>
          {t('jobs.action.resubmit')}
        </Link>
      )}
      {actions.includes('cancel') && (
        <Button kind="danger" onPress={() => setAsking('cancel')}>
          {t('jobs.action.cancel')}
        </Button>
      )}
      {actions.includes('delete') && (
        <Button kind="danger" onPress={() => setAsking('delete')}>
          {t('jobs.action.delete')}
        </Button>
      )}
      {refusal && <RefusalNotice refusal={refusal} />}
      {asking === 'cancel' && (
        <AskDialog
          title={t('jobs.cancel.title', { name })}
          submit={t('jobs.cancel.submit')}
          reason="optional"
          onClose={close}
          onSubmit={async (reason) => {
            await mutate(cancelJobMutation, { input: { jobId, reason: reason ?? null } });
            done();
          }}
        >
          <p className="text-muted">
            {job.startedAt !== null && job.state === 'RUNNING'
              ? t('jobs.cancel.running', {
                  duration: format.duration((Date.now() - Date.parse(job.startedAt)) / 1000),
                  count: job.gpus.count,
                })
              : t('jobs.cancel.waiting')}
          </p>
        </AskDialog>
      )}
      {asking === 'reject' && (
        <AskDialog
          title={t('jobs.reject.title', { name })}
          submit={t('jobs.reject.submit')}
          reason="required"
          onClose={close}
          onSubmit={async (reason = '') => {
            await mutate(rejectJobMutation, { input: { jobId, reason } });
            done();
          }}
        >
          <p className="text-muted">{t('jobs.reject.help')}</p>
        </AskDialog>
      )}
      {asking === 'delete' && (
        <AskDialog
          title={t('jobs.delete.title', { name })}
          submit={t('jobs.delete.submit')}
          onClose={close}
          onSubmit={async () => {
            await mutate(deleteJobMutation, { input: { jobId } });
            void queries.invalidateQueries({ queryKey: ['jobs'] });
            await navigate({ to: '/jobs' });
          }}
        >
          <p className="text-muted">{t('jobs.delete.help')}</p>
        </AskDialog>
      )}
    </>
  );
}

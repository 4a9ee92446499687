import { useState, type ReactNode } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { mutate, query } from '../api/graphql.js';
import { Refused } from '../api/refusal.js';
import { TextField } from '../design/fields.js';
import { Form } from '../design/form.js';
import { Page } from '../design/page.js';
import { Loaded, Message } from '../design/states.js';
import { Select } from '../design/fields.js';
import {
  jobQuery,
  submitChoicesQuery,
  submitJobMutation,
  type SubmitChoicesQuery,
} from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { useUser } from '../session/use-session.js';
import { CopyAsPanel } from './copy-as-panel.js';
import { FreeNow, useModels } from './free-now.js';
import { draftOf, EMPTY_DRAFT, faultOf, inputOfDraft, type Draft } from './job-draft.js';
import { inputOf } from './job-input.js';
import { TextArea } from './text-area.js';

const route = getRouteApi('/jobs/new');

/** What is submitted, prefilled from another job where the address names one. */
export function SubmitPage(): ReactNode {
  const { t } = useReader();
  const { from } = route.useSearch();
  const me = useUser();
  const result = useQuery({
    queryKey: ['submit', from, me.id],
    queryFn: async ({ signal }) => {
      const [choices, before] = await Promise.all([
        query(submitChoicesQuery, { member: me.id }, { signal }),
        from === undefined ? undefined : query(jobQuery, { id: from }, { signal }),
      ]);
      return { choices, draft: before?.job ? draftOf(inputOf(before.job)) : undefined };
    },
    staleTime: Infinity,
  });
  return (
    <Page wide title={t('submit.title')}>
      <Loaded result={result}>
        {({ choices, draft }) =>
          choices.projects.edges.length === 0 ? (
            <Message title={t('submit.noProject')}>
              <p>{t('submit.noProject.help')}</p>
            </Message>
          ) : choices.pools.edges.length === 0 ? (
            <Message title={t('submit.noPool')}>
              <p>{t('submit.noPool.help')}</p>
            </Message>
          ) : (
            <SubmitForm key={from ?? ''} choices={choices} before={draft} />
          )
        }
      </Loaded>
    </Page>
  );
}

interface SubmitFormProps {
  readonly choices: SubmitChoicesQuery;
  readonly before: Draft | undefined;
}

const ANY = 'any';

function SubmitForm({ choices, before }: SubmitFormProps): ReactNode {
  const { t, format } = useReader();
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const projects = choices.projects.edges.map(({ node: { name } }) => ({ id: name, name }));
  const pools = choices.pools.edges.map(({ node }) => node);
  const [draft, setDraft] = useState<Draft>(() => ({
    ...EMPTY_DRAFT,
    project: projects[0]?.name ?? '',
    pool: pools[0]?.name ?? '',
    ...before,
  }));
  const change = (part: Partial<Draft>): void => setDraft((now) => ({ ...now, ...part }));
  const pool = pools.find(({ name }) => name === draft.pool) ?? pools[0];
  const models = useModels(pool?.id);
  const input = inputOfDraft(draft);
  const number = (max: number) =>
    Array.from({ length: max }, (_, index) => ({ id: String(index), name: format.number(index) }));
  const text = (name: keyof Draft) => ({
    name,
    value: draft[name],
    onChange: (value: string) => change({ [name]: value }),
  });
  const submit = async (): Promise<void> => {
    const fault = faultOf(draft);
    if (fault)
      throw new Refused({
        code: 'VALIDATION_FAILED',
        message: t(`submit.fault.${fault}`),
        field: `input.${fault}`,
      });
    const { job } = await mutate(submitJobMutation, { input });
    void queries.invalidateQueries({ queryKey: ['jobs'] });
    await navigate({ to: '/jobs/$id', params: { id: job.id } });
  };
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
      <Form submit={t('submit.submit')} submitting={t('submit.submitting')} onSubmit={submit}>
        <TextArea
          label={t('jobs.command')}
          help={t('submit.command.help')}
          isRequired
          rows={3}
          {...text('command')}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField label={t('jobs.name')} help={t('submit.name.help')} maxLength={200} {...text('name')} />
          <Select
            label={t('jobs.project')}
            help={t('submit.project.help')}
            options={projects}
            value={draft.project}
            onChange={(project) => change({ project })}
          />
          <Select
            label={t('jobs.pool')}
            help={t(pool?.approval ? 'submit.pool.approval' : 'submit.pool.help')}
            options={pools.map(({ name }) => ({ id: name, name }))}
            value={pool?.name ?? ''}
            onChange={(name) => change({ pool: name, model: '' })}
          />
          <TextField
            label={t('jobs.timeLimit')}
            help={t('submit.time.help')}
            isRequired
            {...text('timeoutMinutes')}
          />
          <TextField
            label={t('jobs.gpus')}
            help={t('submit.gpus.help')}
            inputMode="numeric"
            isRequired
            {...text('count')}
          />
          <Select
            label={t('submit.model')}
            help={t('submit.model.help')}
            options={[
              { id: ANY, name: t('submit.anyModel') },
              ...new Map(
                [...models, draft.model].filter((each) => each !== '').map((id) => [id, { id, name: id }]),
              ).values(),
            ]}
            value={draft.model === '' ? ANY : draft.model}
            onChange={(model) => change({ model: model === ANY ? '' : model })}
          />
          <TextField
            label={t('submit.memory')}
            help={t('submit.memory.help')}
            inputMode="decimal"
            {...text('memoryGb')}
          />
          <Select
            label={t('jobs.retry')}
            help={t('submit.retry.help')}
            options={number(21)}
            value={draft.maxRetries}
            onChange={(maxRetries) => change({ maxRetries })}
          />
        </div>
        <TextArea label={t('jobs.env')} help={t('submit.env.help')} rows={3} {...text('env')} />
        <details
          className="rounded-md border border-line px-3 py-2"
          open={before !== undefined && hasMore(before)}
        >
          <summary className="font-medium">{t('submit.more')}</summary>
          <div className="grid gap-4 pt-3 sm:grid-cols-2">
            <TextField label={t('jobs.image')} help={t('submit.image.help')} {...text('image')} />
            <TextField
              label={t('jobs.workingDirectory')}
              help={t('submit.workingDirectory.help')}
              {...text('workingDirectory')}
            />
            <TextField
              label={t('jobs.vcpus')}
              help={t('submit.vcpus.help')}
              inputMode="decimal"
              {...text('vcpus')}
            />
            <TextField
              label={t('jobs.ram')}
              help={t('submit.ram.help')}
              inputMode="decimal"
              {...text('ramGb')}
            />
            <TextField
              label={t('jobs.priority')}
              help={t('submit.priority.help')}
              inputMode="numeric"
              {...text('priority')}
            />
            <TextField
              label={t('jobs.description')}
              help={t('submit.description.help')}
              {...text('description')}
            />
          </div>
        </details>
      </Form>
      <aside className="flex flex-col gap-4 lg:sticky lg:top-4">
        {pool && <FreeNow draft={draft} pool={pool} />}
        <CopyAsPanel input={input} />
      </aside>
    </div>
  );
}

const hasMore = ({ image, workingDirectory, vcpus, ramGb, priority, description }: Draft): boolean =>
  [image, workingDirectory, vcpus, ramGb, priority, description].some((each) => each !== '');

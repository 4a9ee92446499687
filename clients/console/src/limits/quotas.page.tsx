import { useState, type ReactNode } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { mutate, query } from '../api/graphql.js';
import { Button } from '../design/button.js';
import { Confirm } from '../design/confirm.js';
import { DataTable } from '../design/data-table.js';
import { Dialog } from '../design/dialog.js';
import { Checkbox, TextField } from '../design/fields.js';
import { Form } from '../design/form.js';
import { Page } from '../design/page.js';
import { Picker } from '../design/picker.js';
import { Loaded, Message } from '../design/states.js';
import {
  quotasQuery,
  removeQuotaMutation,
  setQuotaMutation,
  type QuotasQuery,
} from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { useIsStaff } from '../session/use-session.js';
import { Holder } from './holder.js';
import { limitIn } from './limit.js';

const REFRESH_MS = 10_000;

/** How much of what people and projects may hold at once, and what they hold now. */
export function QuotasPage(): ReactNode {
  const { t } = useReader();
  const staff = useIsStaff();
  const quotas = useQuery({
    queryKey: ['quotas'],
    queryFn: async ({ signal }) => (await query(quotasQuery, {}, { signal })).quotas,
    refetchInterval: REFRESH_MS,
  });
  return (
    <Page
      wide
      title={t('limits.quotas')}
      actions={
        staff && (
          <Dialog button={t('limits.quota')} kind="primary" title={t('limits.quota')}>
            {(close) => <SetQuota onDone={close} />}
          </Dialog>
        )
      }
    >
      <Loaded result={quotas}>
        {(found) =>
          found.length === 0 ? (
            <Message title={t('limits.quotas.none')}>
              <p>{t('limits.quotas.none.help')}</p>
            </Message>
          ) : (
            <QuotaTable quotas={found} staff={staff} />
          )
        }
      </Loaded>
    </Page>
  );
}

interface QuotaTableProps {
  readonly quotas: QuotasQuery['quotas'];
  readonly staff: boolean;
}

function QuotaTable({ quotas, staff }: QuotaTableProps): ReactNode {
  const { t, format } = useReader();
  const queries = useQueryClient();
  const remove = async (quotaId: string, reason: string | undefined): Promise<void> => {
    await mutate(removeQuotaMutation, { input: { quotaId, reason } });
    await queries.invalidateQueries({ queryKey: ['quotas'] });
  };
  return (
    <DataTable
      label={t('limits.quotas')}
      columns={[
        { id: 'holder', name: t('limits.holder') },
        { id: 'pool', name: t('limits.pool') },
        { id: 'lines', name: t('limits.used') },
        { id: 'borrow', name: t('limits.borrow') },
        ...(staff ? [{ id: 'acts', name: t('limits.actions') }] : []),
      ]}
      rows={quotas.map(({ id, user, project, pool, lines, borrow }, index) => ({
        id: id ?? String(index),
        cells: [
          <Holder key="holder" user={user} project={project} />,
          pool ? <bdi key="pool">{pool.name}</bdi> : t('limits.allPools'),
          <ul key="lines" className="flex flex-col gap-0.5">
            {lines
              .filter(({ limit, used }) => limit !== null || used > 0)
              .map(({ kind, limit, used }) => (
                <li key={kind}>
                  {t(`limits.kind.${kind}`)}:{' '}
                  {limit === null
                    ? t('limits.usedNoLimit', { used: format.number(used) })
                    : t('limits.usedOf', { used: format.number(used), limit: format.number(limit) })}
                </li>
              ))}
          </ul>,
          t(borrow ? 'limits.yes' : 'limits.no'),
          ...(staff
            ? [
                id !== null && (
                  <Confirm
                    key="remove"
                    act={t('limits.remove')}
                    kind="danger"
                    title={t('limits.remove.title')}
                    consequence={t('limits.remove.explained')}
                    onConfirm={({ reason = '' }) => remove(id, reason.trim() || undefined)}
                  >
                    <TextField name="reason" label={t('limits.reason')} help={t('limits.reason.help')} />
                  </Confirm>
                ),
              ]
            : []),
        ],
      }))}
    />
  );
}

function SetQuota({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { t } = useReader();
  const queries = useQueryClient();
  const [user, setUser] = useState<string>();
  const [project, setProject] = useState<string>();
  const [pool, setPool] = useState<string>();
  const [borrow, setBorrow] = useState(false);
  return (
    <Form
      submit={t('action.save')}
      actions={<Button onPress={onDone}>{t('action.cancel')}</Button>}
      onSubmit={async ({ gpus = '', vcpus = '', ramGb = '', reason = '' }) => {
        await mutate(setQuotaMutation, {
          input: {
            user,
            project,
            pool,
            borrow,
            gpus: limitIn('gpus', gpus),
            vcpus: limitIn('vcpus', vcpus),
            ramGb: limitIn('ramGb', ramGb),
            reason: reason.trim() || undefined,
          },
        });
        await queries.invalidateQueries({ queryKey: ['quotas'] });
        onDone();
      }}
    >
      <Picker
        kind="user"
        name="user"
        label={t('limits.user')}
        help={t('limits.user.help')}
        value={user}
        onChange={setUser}
      />
      <Picker
        kind="project"
        name="project"
        label={t('limits.project')}
        value={project}
        onChange={setProject}
      />
      <Picker
        kind="pool"
        name="pool"
        label={t('limits.pool')}
        placeholder={t('limits.allPools')}
        value={pool}
        onChange={setPool}
      />
      <TextField
        name="gpus"
        label={t('limits.kind.GPUS')}
        help={t('limits.limit.help')}
        inputMode="numeric"
      />
      <TextField
        name="vcpus"
        label={t('limits.kind.VCPUS')}
        help={t('limits.limit.help')}
        inputMode="numeric"
      />
      <TextField
        name="ramGb"
        label={t('limits.kind.RAM_GB')}
        help={t('limits.limit.help')}
        inputMode="numeric"
      />
      <Checkbox
        label={t('limits.borrow')}
        help={t('limits.borrow.help')}
        value={borrow}
        onChange={setBorrow}
      />
      <TextField name="reason" label={t('limits.reason')} help={t('limits.reason.help')} />
    </Form>
  );
}

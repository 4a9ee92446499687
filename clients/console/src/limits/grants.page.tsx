import { useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { mutate, query } from '../api/graphql.js';
import { usePages } from '../api/use-pages.js';
import { Badge } from '../design/badge.js';
import { Button } from '../design/button.js';
import { Confirm } from '../design/confirm.js';
import { DataTable } from '../design/data-table.js';
import { Dialog } from '../design/dialog.js';
import { Select } from '../design/fields.js';
import { Form } from '../design/form.js';
import { NumberField } from '../design/number-field.js';
import { Page } from '../design/page.js';
import { Paged } from '../design/paged.js';
import { Picker } from '../design/picker.js';
import { Message } from '../design/states.js';
import { createGrantMutation, grantsQuery, revokeGrantMutation } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { useIsStaff } from '../session/use-session.js';
import { Holder } from './holder.js';

const PAGE_SIZE = 50;
const DEFAULT_MAX_HOURS = 48;
const PRIORITIES = ['0', '1', '2'] as const;

/** Who may use which pool, and how. */
export function GrantsPage(): ReactNode {
  const { t, format } = useReader();
  const staff = useIsStaff();
  const queries = useQueryClient();
  const grants = usePages(['grants'], async (after, signal) => {
    const found = await query(grantsQuery, { first: PAGE_SIZE, after }, { signal });
    return found.grants;
  });
  const revoke = async (grantId: string): Promise<void> => {
    await mutate(revokeGrantMutation, { input: { grantId } });
    await queries.invalidateQueries({ queryKey: ['grants'] });
  };
  const columns = [
    { id: 'holder', name: t('limits.holder') },
    { id: 'pool', name: t('limits.pool') },
    { id: 'priority', name: t('limits.priority') },
    { id: 'hours', name: t('limits.maxHours'), end: true },
    { id: 'status', name: t('limits.status') },
    ...(staff ? [{ id: 'acts', name: t('limits.actions') }] : []),
  ];
  return (
    <Page
      wide
      title={t('limits.grants')}
      actions={
        staff && (
          <Dialog button={t('limits.grant')} kind="primary" title={t('limits.grant')}>
            {(close) => <CreateGrant onDone={close} />}
          </Dialog>
        )
      }
    >
      <Paged
        pages={grants}
        empty={
          <Message title={t('limits.grants.none')}>
            <p>{t('limits.grants.none.help')}</p>
          </Message>
        }
      >
        {(rows) => (
          <DataTable
            label={t('limits.grants')}
            columns={columns}
            rows={rows.map(
              ({ id, user, project, pool, deviceUuid, priority, maxHours, timeMultiplier, status }) => ({
                id,
                cells: [
                  <Holder key="holder" user={user} project={project} />,
                  <span key="pool">
                    <bdi>{pool?.name}</bdi>
                    {deviceUuid !== null && (
                      <bdi dir="ltr" className="block text-sm text-muted">
                        {deviceUuid}
                      </bdi>
                    )}
                  </span>,
                  t(`limits.priority.${priority as 0 | 1 | 2}`),
                  format.number(maxHours * timeMultiplier),
                  <Badge key="status" tone={status === 'ACTIVE' ? 'good' : 'plain'}>
                    {t(`limits.status.${status}`)}
                  </Badge>,
                  ...(staff
                    ? [
                        status === 'ACTIVE' && (
                          <Confirm
                            key="revoke"
                            act={t('limits.revoke')}
                            kind="danger"
                            title={t('limits.revoke.title')}
                            consequence={t('limits.revoke.explained')}
                            onConfirm={() => revoke(id)}
                          />
                        ),
                      ]
                    : []),
                ],
              }),
            )}
          />
        )}
      </Paged>
    </Page>
  );
}

function CreateGrant({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { t } = useReader();
  const queries = useQueryClient();
  const [user, setUser] = useState<string>();
  const [project, setProject] = useState<string>();
  const [pool, setPool] = useState<string>();
  const [priority, setPriority] = useState<(typeof PRIORITIES)[number]>('1');
  const [maxHours, setMaxHours] = useState(DEFAULT_MAX_HOURS);
  return (
    <Form
      submit={t('limits.grant')}
      actions={<Button onPress={onDone}>{t('action.cancel')}</Button>}
      onSubmit={async () => {
        await mutate(createGrantMutation, {
          input: {
            userId: user,
            projectId: project,
            poolId: pool ?? '',
            priority: Number(priority),
            maxHours,
          },
        });
        await queries.invalidateQueries({ queryKey: ['grants'] });
        onDone();
      }}
    >
      <Picker
        kind="user"
        name="userId"
        label={t('limits.user')}
        help={t('limits.user.help')}
        value={user}
        onChange={setUser}
      />
      <Picker
        kind="project"
        name="projectId"
        label={t('limits.project')}
        value={project}
        onChange={setProject}
      />
      <Picker kind="pool" name="poolId" label={t('limits.pool')} value={pool} onChange={setPool} isRequired />
      <Select
        label={t('limits.priority')}
        help={t('limits.priority.help')}
        options={PRIORITIES.map((id) => ({ id, name: t(`limits.priority.${id}`) }))}
        value={priority}
        onChange={setPriority}
      />
      <NumberField
        name="maxHours"
        label={t('limits.maxHours')}
        help={t('limits.maxHours.help')}
        value={maxHours}
        onChange={setMaxHours}
        minValue={1}
      />
    </Form>
  );
}

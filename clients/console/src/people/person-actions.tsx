import { useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { mutate } from '../api/graphql.js';
import { Confirm } from '../design/confirm.js';
import { Select, TextField } from '../design/fields.js';
import {
  activateUserMutation,
  setRoleMutation,
  suspendUserMutation,
  type Role,
} from '../generated/operations.js';
import { useText } from '../i18n/text.js';
import { useUser } from '../session/use-session.js';
import { ROLES, type Person } from './search.js';

/** What an admin can do with an account in its state; nobody locks themselves out. */
export function PersonActions({ person }: { readonly person: Person }): ReactNode {
  const t = useText();
  const queries = useQueryClient();
  const viewer = useUser();
  const { id, username, status } = person;
  if (status === 'DELETED' || id === viewer.id) return null;
  const refresh = (): Promise<void> => queries.invalidateQueries({ queryKey: ['people'] });
  return (
    <span className="flex flex-wrap gap-2">
      {status !== 'ACTIVE' && (
        <Confirm
          act={t('people.activate')}
          title={t('people.activate.title', { username })}
          consequence={t('people.activate.explained')}
          onConfirm={async () => {
            await mutate(activateUserMutation, { input: { userId: id } });
            await refresh();
          }}
        />
      )}
      {status === 'ACTIVE' && <RoleOf person={person} onDone={refresh} />}
      {status === 'ACTIVE' && (
        <Confirm
          act={t('people.suspend')}
          kind="danger"
          title={t('people.suspend.title', { username })}
          consequence={t('people.suspend.explained')}
          onConfirm={async ({ reason = '' }) => {
            await mutate(suspendUserMutation, { input: { userId: id, reason: reason.trim() || undefined } });
            await refresh();
          }}
        >
          <TextField name="reason" label={t('hosts.reason')} help={t('hosts.reason.help')} maxLength={500} />
        </Confirm>
      )}
    </span>
  );
}

function RoleOf({
  person: { id, username, role: before },
  onDone,
}: {
  readonly person: Person;
  readonly onDone: () => Promise<void>;
}): ReactNode {
  const t = useText();
  const [role, setRole] = useState<Role>(before ?? 'MEMBER');
  return (
    <Confirm
      act={t('people.setRole')}
      title={t('people.setRole.title', { username })}
      consequence={t('people.setRole.explained')}
      onConfirm={async () => {
        await mutate(setRoleMutation, { input: { userId: id, role } });
        await onDone();
      }}
    >
      <Select
        label={t('people.role')}
        options={ROLES.map((each) => ({ id: each, name: t(`role.${each}`) }))}
        value={role}
        onChange={setRole}
      />
    </Confirm>
  );
}

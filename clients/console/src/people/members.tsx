import { useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { mutate } from '../api/graphql.js';
import { Refused } from '../api/refusal.js';
import { Badge } from '../design/badge.js';
import { Confirm } from '../design/confirm.js';
import { Select } from '../design/fields.js';
import { Picker } from '../design/picker.js';
import { addMemberMutation, removeMemberMutation, type MemberRole } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { useIsStaff, useUser } from '../session/use-session.js';
import type { Project } from './search.js';

const ROLES = ['MEMBER', 'LEAD'] as const satisfies readonly MemberRole[];

/** Who is in a project; its leads and staff change that, and everybody may leave. */
export function Members({ project }: { readonly project: Project }): ReactNode {
  const { t } = useReader();
  const queries = useQueryClient();
  const viewer = useUser();
  const staff = useIsStaff();
  const { id, name, members, archived } = project;
  const leads =
    staff || members.some(({ user, memberRole }) => user?.id === viewer.id && memberRole === 'LEAD');
  const refresh = (): Promise<void> => queries.invalidateQueries({ queryKey: ['projects'] });
  return (
    <>
      <ul className="flex flex-col divide-y divide-line">
        {members.map(({ user, memberRole }, index) => (
          <li key={user?.id ?? index} className="flex flex-wrap items-center gap-3 py-2">
            <span className="flex-1">
              {user ? <bdi>{user.username}</bdi> : <span className="text-muted">{t('people.deleted')}</span>}
            </span>
            <Badge tone={memberRole === 'LEAD' ? 'busy' : 'plain'}>{t(`people.member.${memberRole}`)}</Badge>
            {user && (leads || user.id === viewer.id) && (
              <Confirm
                act={t(user.id === viewer.id ? 'people.leave' : 'people.remove')}
                title={t('people.remove.title', { username: user.username, project: name })}
                consequence={t('people.remove.explained')}
                onConfirm={async () => {
                  await mutate(removeMemberMutation, { input: { projectId: id, userId: user.id } });
                  await refresh();
                }}
              />
            )}
          </li>
        ))}
      </ul>
      {leads && !archived && (
        <div>
          <AddMember project={project} onDone={refresh} />
        </div>
      )}
    </>
  );
}

function AddMember({
  project: { id, name },
  onDone,
}: {
  readonly project: Project;
  readonly onDone: () => Promise<void>;
}): ReactNode {
  const { t } = useReader();
  const [user, setUser] = useState<string>();
  const [memberRole, setMemberRole] = useState<MemberRole>('MEMBER');
  return (
    <Confirm
      act={t('people.add')}
      title={t('people.add.title', { project: name })}
      consequence={t('people.add.explained')}
      onConfirm={async () => {
        if (user === undefined)
          throw new Refused({ code: 'REQUIRED', message: t('rule.REQUIRED'), field: 'userId' });
        await mutate(addMemberMutation, { input: { projectId: id, userId: user, memberRole } });
        setUser(undefined);
        await onDone();
      }}
    >
      <Picker
        kind="user"
        name="userId"
        label={t('accounting.user')}
        help={t('people.add.help')}
        isRequired
        value={user}
        onChange={setUser}
      />
      <Select
        label={t('people.role')}
        options={ROLES.map((each) => ({ id: each, name: t(`people.member.${each}`) }))}
        value={memberRole}
        onChange={setMemberRole}
      />
    </Confirm>
  );
}

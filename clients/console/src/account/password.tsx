import { useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { mutate } from '../api/graphql.js';
import { TextField } from '../design/fields.js';
import { Form } from '../design/form.js';
import { Section } from '../design/section.js';
import { changePasswordMutation } from '../generated/operations.js';
import { useText } from '../i18n/text.js';
import { useUser } from '../session/use-session.js';

export function Password(): ReactNode {
  const t = useText();
  const { username } = useUser();
  const queries = useQueryClient();
  const [changes, setChanges] = useState(0);
  return (
    <Section title={t('account.password')} help={t('account.password.help')}>
      <Form
        key={changes}
        submit={t('account.password.change')}
        actions={changes > 0 && <span role="status">{t('account.password.changed')}</span>}
        onSubmit={async ({ currentPassword = '', newPassword = '' }) => {
          await mutate(changePasswordMutation, { input: { currentPassword, newPassword } });
          await queries.invalidateQueries({ queryKey: ['sessions'] });
          setChanges((count) => count + 1);
        }}
      >
        {/* password managers keep the new one under this name */}
        <input type="text" hidden readOnly value={username} autoComplete="username" />
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <TextField
            name="currentPassword"
            type="password"
            label={t('account.password.current')}
            autoComplete="current-password"
            isRequired
          />
          <TextField
            name="newPassword"
            type="password"
            label={t('account.password.new')}
            help={t('session.password.help')}
            autoComplete="new-password"
            isRequired
          />
        </div>
      </Form>
    </Section>
  );
}

import { useState, type ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { Form } from '../design/form.js';
import { TextField } from '../design/fields.js';
import { useText } from '../i18n/text.js';
import { DoorPage } from './door.js';
import { session } from './session.js';

export function RegisterPage(): ReactNode {
  const t = useText();
  const [awaiting, setAwaiting] = useState<string>();
  const toSignIn = (
    <Link to="/" className="text-accent-text underline">
      {t('session.signIn')}
    </Link>
  );
  if (awaiting !== undefined)
    return (
      <DoorPage title={t('session.awaiting.title')}>
        <p role="status">{t('session.awaiting.help', { username: awaiting })}</p>
        {toSignIn}
      </DoorPage>
    );
  return (
    <DoorPage title={t('session.register')}>
      <Form
        submit={t('session.createAccount')}
        onSubmit={async ({ username = '', email = '', password = '' }) => {
          const awaits = await session.register({ username: username.trim(), email: email.trim(), password });
          if (awaits) setAwaiting(username.trim());
        }}
      >
        <TextField
          name="username"
          label={t('session.username')}
          help={t('session.username.help')}
          isRequired
          autoFocus
          autoComplete="username"
        />
        <TextField
          name="email"
          type="email"
          label={t('session.email')}
          help={t('session.email.help')}
          isRequired
          autoComplete="email"
        />
        <TextField
          name="password"
          type="password"
          label={t('session.password')}
          help={t('session.password.help')}
          isRequired
          autoComplete="new-password"
        />
      </Form>
      <p className="text-muted">
        {t('session.haveAccount')} {toSignIn}
      </p>
    </DoorPage>
  );
}

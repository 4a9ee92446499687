import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { Form } from '../design/form.js';
import { TextField } from '../design/fields.js';
import { useText } from '../i18n/text.js';
import { session } from './session.js';
import { useSession } from './use-session.js';
import { DoorPage } from './door.js';

export function SignInPage(): ReactNode {
  const t = useText();
  const state = useSession();
  const ended = state.kind === 'signedOut' && state.reason === 'ended';
  return (
    <DoorPage title={t('session.title')}>
      {ended && (
        <p role="status" className="rounded-md bg-warn-soft px-3 py-2">
          {t('session.ended')}
        </p>
      )}
      <Form
        submit={t('session.signIn')}
        submitting={t('session.signingIn')}
        onSubmit={({ login = '', password = '' }) => session.signIn(login.trim(), password)}
      >
        <TextField name="login" label={t('session.login')} isRequired autoFocus autoComplete="username" />
        <TextField
          name="password"
          type="password"
          label={t('session.password')}
          isRequired
          autoComplete="current-password"
        />
      </Form>
      <p className="text-muted">
        {t('session.noAccount')}{' '}
        <Link to="/register" className="text-accent-text underline">
          {t('session.register')}
        </Link>
      </p>
    </DoorPage>
  );
}

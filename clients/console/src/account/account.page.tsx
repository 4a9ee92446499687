import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { buttonClass } from '../design/button.js';
import { Page } from '../design/page.js';
import { useText } from '../i18n/text.js';
import { useUser } from '../session/use-session.js';
import { ApiTokens } from './api-tokens.js';
import { Feeds } from './feeds.js';
import { Password } from './password.js';
import { Profile } from './profile.js';
import { Sessions } from './sessions.js';

/** What belongs to the reader's own account. How the console looks is in the settings. */
export function AccountPage(): ReactNode {
  const t = useText();
  const { id } = useUser();
  return (
    <Page
      title={t('account.title')}
      actions={
        <Link to="/history" search={{ entity: 'user', id }} className={buttonClass('plain')}>
          {t('history.title')}
        </Link>
      }
    >
      <Profile />
      <Password />
      <Sessions />
      <ApiTokens />
      <Feeds />
    </Page>
  );
}

import { useEffect, useState, type ReactNode } from 'react';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Button } from '../design/button.js';
import { Loading } from '../design/states.js';
import { useLiveState } from '../api/use-live.js';
import { useReader, useText } from '../i18n/text.js';
import { RegisterPage } from '../session/register.page.js';
import { session } from '../session/session.js';
import { SignInPage } from '../session/sign-in.page.js';
import { useSession, useUser } from '../session/use-session.js';
import { RefusalNotice } from '../design/refusal-notice.js';
import { refusalOf, type Refusal } from '../api/refusal.js';
import { Palette } from '../palette/palette.js';
import { usePlaces } from './use-places.js';
import { useNavigate } from '@tanstack/react-router';

/** The same in every language. */
const BRAND = 'Berth';

const STALE_AFTER_MS = 2_000;

/** Everything is behind the sign-in. Where the browser holds a session, the page opens without one. */
export function App(): ReactNode {
  const state = useSession();
  const { pathname } = useLocation();
  const [failure, setFailure] = useState<Refusal>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (session.state.kind !== 'unknown') return;
    setFailure(undefined);
    session.renew().catch((error: unknown) => setFailure(refusalOf(error)));
  }, [attempt]);
  if (state.kind === 'signedIn') return <Shell />;
  if (state.kind === 'signedOut') return pathname === '/register' ? <RegisterPage /> : <SignInPage />;
  if (failure)
    return (
      <main className="mx-auto max-w-lg p-6">
        <RefusalNotice refusal={failure} onRetry={() => setAttempt((n) => n + 1)} />
      </main>
    );
  return <Loading />;
}

function Shell(): ReactNode {
  const { t, format } = useReader();
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  const places = usePlaces();
  useEffect(() => setOpen(false), [pathname]);
  return (
    <div className="flex min-h-dvh flex-col">
      <a href="#content" className="sr-only focus:not-sr-only focus:p-2">
        {t('shell.skip')}
      </a>
      <header className="flex items-center gap-3 border-b border-line bg-raised px-4 py-2">
        <div className="md:hidden">
          <Button kind="quiet" aria-expanded={open} aria-controls="navigation" onPress={() => setOpen(!open)}>
            {t('shell.menu')}
          </Button>
        </div>
        <Link to="/" className="flex items-center gap-2 font-semibold">
          <img src="/berth.svg" alt="" width="24" height="24" />
          <span translate="no">{BRAND}</span>
        </Link>
        <span className="ms-auto" />
        <span className="text-sm text-muted max-md:sr-only">{t('shell.zone', { zone: format.zone })}</span>
        <Palette />
        <AccountMenu />
      </header>
      <div className="flex flex-1 flex-col md:flex-row">
        <nav
          id="navigation"
          aria-label={t('shell.navigation')}
          className={`${open ? 'block' : 'hidden'} shrink-0 border-e border-line bg-raised p-2 md:block md:w-48`}
        >
          <ul className="flex flex-col gap-0.5">
            {places.map((place) => (
              <li key={place.to}>
                <Link
                  to={place.to}
                  activeOptions={{ exact: place.to === '/' }}
                  className="block rounded-md px-3 py-1.5 hover:bg-sunken"
                  activeProps={{ className: 'bg-accent-soft font-semibold', 'aria-current': 'page' }}
                >
                  {t(place.name)}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <main id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none">
          <StaleNotice />
          <Outlet />
        </main>
      </div>
    </div>
  );
}

/** Says that what is shown may be old, once a lost connection has not come back by itself. */
function StaleNotice(): ReactNode {
  const t = useText();
  const state = useLiveState();
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (state !== 'lost') return undefined;
    const timer = setTimeout(() => setLate(true), STALE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [state]);
  return (
    <div role="status">
      {late && (
        <p className="bg-warn-soft px-4 py-2 text-text">
          {t(navigator.onLine ? 'state.stale' : 'state.offline')}
        </p>
      )}
    </div>
  );
}

function AccountMenu(): ReactNode {
  const { t, has } = useReader();
  const user = useUser();
  const navigate = useNavigate();
  const role = `role.${user.role ?? ''}`;
  const item = 'block cursor-default rounded px-3 py-1.5 focus:bg-accent-soft';
  return (
    <MenuTrigger>
      <AriaButton className="rounded-md px-2 py-1 text-start hover:bg-sunken">
        <span className="sr-only">{t('shell.account')} </span>
        <bdi className="block max-w-40 truncate font-medium">{user.username}</bdi>
        {has(role) && <span className="block text-xs text-muted">{t(role)}</span>}
      </AriaButton>
      <Popover className="min-w-44 rounded-md border border-line bg-raised shadow-lg">
        <Menu className="p-1 outline-none">
          <MenuItem className={item} onAction={() => void navigate({ to: '/settings' })}>
            {t('shell.settings')}
          </MenuItem>
          <MenuItem className={item} onAction={() => void navigate({ to: '/account' })}>
            {t('account.title')}
          </MenuItem>
          <MenuItem className={item} href="/docs/" target="_blank">
            {t('shell.apiDocs')}
          </MenuItem>
          <MenuItem className={item} onAction={() => void session.signOut().catch(() => undefined)}>
            {t('shell.signOut')}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

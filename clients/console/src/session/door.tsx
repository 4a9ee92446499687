import type { ReactNode } from 'react';
import { LanguageSelect } from '../settings/language-select.js';
import { useText } from '../i18n/text.js';

/** What people see before they are signed in: one thing to do, and the choice of language. */
export const DoorPage = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}): ReactNode => (
  <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-6 p-4">
    <title>{title}</title>
    <div className="flex items-center gap-3">
      <img src="/berth.svg" alt="" width="40" height="40" />
      <div>
        <h1 className="text-xl font-semibold">{title}</h1>
        <p className="text-muted">{useText()('session.about')}</p>
      </div>
    </div>
    <div className="flex flex-col gap-4 rounded-xl border border-line bg-raised p-5 shadow-sm">
      {children}
    </div>
    <LanguageSelect />
  </main>
);

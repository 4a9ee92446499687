import type { ReactNode } from 'react';

export interface PageProps {
  readonly title: string;
  /** What can be done here, the most usual first. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** Takes the whole width: tables and calendars. */
  readonly wide?: boolean;
}

/** A screen: its title, which is the document's too, what can be done, and what it shows. */
export const Page = ({ title, actions, children, wide = false }: PageProps): ReactNode => (
  <div className={`mx-auto flex w-full flex-col gap-4 p-4 md:p-6 ${wide ? '' : 'max-w-5xl'}`}>
    <title>{`${title} · Berth`}</title>
    <div className="flex flex-wrap items-center justify-between gap-3">
      <h1 className="text-xl font-semibold">{title}</h1>
      {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
    {children}
  </div>
);

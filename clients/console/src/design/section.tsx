import type { ReactNode } from 'react';

export interface SectionProps {
  readonly title: string;
  readonly help?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a screen with a heading of its own. */
export const Section = ({ title, help, actions, children }: SectionProps): ReactNode => (
  <section className="flex flex-col gap-3 rounded-xl border border-line bg-raised p-4">
    <div className="flex flex-wrap items-center justify-between gap-3">
      <h2 className="text-lg font-semibold">{title}</h2>
      {actions}
    </div>
    {help !== undefined && <p className="text-sm text-muted">{help}</p>}
    {children}
  </section>
);

import type { ReactNode } from 'react';

export interface Fact {
  readonly name: string;
  /** Left out where it is null. */
  readonly value: ReactNode;
}

/** Names and values, one below the other where it is narrow. */
export const Facts = ({ facts }: { readonly facts: readonly Fact[] }): ReactNode => (
  <dl className="grid grid-cols-[minmax(7rem,auto)_1fr] gap-x-4 gap-y-1.5">
    {facts
      .filter(({ value }) => value !== null && value !== undefined && value !== '')
      .map(({ name, value }) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
  </dl>
);

/** A part of a screen with a title. */
export const Card = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}): ReactNode => (
  <section className="flex flex-col gap-3 rounded-lg border border-line bg-raised p-4">
    <h2 className="font-semibold">{title}</h2>
    {children}
  </section>
);

import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style'> {
  /** One primary button a view: what most people come for. */
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'danger';
}

const KINDS = {
  primary: 'bg-accent text-on-accent border-transparent hover:brightness-110',
  plain: 'bg-raised text-text border-strong-line hover:bg-sunken',
  quiet: 'border-transparent text-accent-text hover:bg-accent-soft',
  danger: 'bg-raised text-bad border-bad hover:bg-bad-soft',
};

export const BUTTON =
  'inline-flex items-center justify-center gap-2 rounded-md border px-3 py-1.5 font-medium cursor-default whitespace-nowrap pressed:brightness-95 disabled:opacity-50';

export const buttonClass = (kind: NonNullable<ButtonProps['kind']> = 'plain'): string =>
  `${BUTTON} ${KINDS[kind]}`;

export const Button = ({ kind = 'plain', ...props }: ButtonProps): ReactNode => (
  <AriaButton {...props} className={buttonClass(kind)} />
);

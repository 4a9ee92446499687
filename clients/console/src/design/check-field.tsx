import type { ReactNode } from 'react';
import { Checkbox } from 'react-aria-components';

export interface CheckFieldProps {
  readonly label: string;
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
}

export const CheckField = ({ label, isSelected, onChange }: CheckFieldProps): ReactNode => (
  <Checkbox isSelected={isSelected} onChange={onChange} className="group flex items-start gap-2">
    <span
      aria-hidden="true"
      className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded border border-strong-line text-xs group-data-focus-visible:outline-2 group-data-focus-visible:outline-accent-text group-data-selected:border-accent group-data-selected:bg-accent group-data-selected:text-on-accent"
    >
      {isSelected && '✓'}
    </span>
    <span>{label}</span>
  </Checkbox>
);

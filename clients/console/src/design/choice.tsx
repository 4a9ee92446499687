import type { ReactNode } from 'react';
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import { buttonClass } from './button.js';
import type { SelectProps } from './fields.js';

/** A choice in a toolbar: its label stands before its button. */
export const Choice = <Key extends string>({
  label,
  options,
  value,
  onChange,
}: Omit<SelectProps<Key>, 'help'>): ReactNode => (
  <Select
    value={value}
    onChange={(key) => key !== null && onChange(key as Key)}
    className="flex items-center gap-1.5"
  >
    <Label className="text-muted">{label}</Label>
    <Button className={buttonClass('plain')}>
      <SelectValue />
      <span aria-hidden="true">▾</span>
    </Button>
    <Popover className="min-w-(--trigger-width) rounded-md border border-line bg-raised shadow-lg">
      <ListBox items={options} className="max-h-80 overflow-auto p-1">
        {(option) => (
          <ListBoxItem
            textValue={option.name}
            className="cursor-default rounded px-2.5 py-1.5 focus:bg-accent-soft data-selected:font-semibold"
          >
            {option.name}
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  </Select>
);

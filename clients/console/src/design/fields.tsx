import { useId, type ReactNode } from 'react';
import {
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Button as AriaButton,
  Select as AriaSelect,
  SelectValue,
  Text,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components';

const LABEL = 'font-medium';
const HELP = 'text-muted text-sm';
/** A fault takes the place of the help: a button below would move away from under the pointer that corrects it. */
const IN_PLACE_OF_FAULT = 'group-data-invalid/field:hidden';
const ERROR = 'text-bad text-sm';
const BOX =
  'w-full rounded-md border border-strong-line bg-raised px-2.5 py-1.5 data-invalid:border-bad disabled:opacity-60';

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'style'> {
  readonly label: string;
  /** What belongs into it: every field has it, but where the label says all. */
  readonly help?: string;
  readonly placeholder?: string;
}

/** Refusals of the server come to it by its name, through the form's `validationErrors`. */
export const TextField = ({ label, help, placeholder, ...props }: TextFieldProps): ReactNode => (
  <AriaTextField {...props} className="group/field flex flex-col gap-1">
    <Label className={LABEL}>{label}</Label>
    <Input className={BOX} {...(placeholder !== undefined && { placeholder })} />
    {help !== undefined && (
      <Text slot="description" className={`${HELP} ${IN_PLACE_OF_FAULT}`}>
        {help}
      </Text>
    )}
    <FieldError className={ERROR} />
  </AriaTextField>
);

export interface Option<Key extends string> {
  readonly id: Key;
  readonly name: string;
}

export interface SelectProps<Key extends string> {
  readonly label: string;
  readonly help?: string;
  readonly options: readonly Option<Key>[];
  readonly value: Key;
  readonly onChange: (value: Key) => void;
}

export const Select = <Key extends string>({
  label,
  help,
  options,
  value,
  onChange,
}: SelectProps<Key>): ReactNode => (
  <AriaSelect
    value={value}
    onChange={(key) => key !== null && onChange(key as Key)}
    className="flex flex-col gap-1"
  >
    <Label className={LABEL}>{label}</Label>
    <AriaButton className={`${BOX} flex items-center justify-between gap-2 text-start`}>
      <SelectValue />
      <span aria-hidden="true">▾</span>
    </AriaButton>
    {help !== undefined && (
      <Text slot="description" className={HELP}>
        {help}
      </Text>
    )}
    <Popover className="min-w-(--trigger-width) rounded-md border border-line bg-raised shadow-lg">
      <ListBox items={options} className="max-h-80 overflow-auto p-1">
        {(option) => (
          <ListBoxItem
            textValue={option.name}
            className="cursor-default rounded px-2.5 py-1.5 focus:bg-accent-soft selected:font-semibold"
          >
            {option.name}
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  </AriaSelect>
);

export interface CheckboxProps {
  readonly label: string;
  readonly help?: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

/** Holds at once; nothing has to be sent. */
export function Checkbox({ label, help, value, onChange }: CheckboxProps): ReactNode {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label className="flex items-center gap-2 font-medium">
        <input
          type="checkbox"
          className="size-4"
          checked={value}
          aria-describedby={help === undefined ? undefined : id}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        {label}
      </label>
      {help !== undefined && (
        <p id={id} className={HELP}>
          {help}
        </p>
      )}
    </div>
  );
}

import type { ReactNode } from 'react';
import {
  FieldError,
  Label,
  Text,
  TextArea as AriaTextArea,
  TextField,
  type TextFieldProps,
} from 'react-aria-components';

export interface TextAreaProps extends Omit<TextFieldProps, 'className' | 'style'> {
  readonly label: string;
  readonly help: string;
  readonly rows: number;
}

/** For commands and lists of variables: from left to right in every language. */
export const TextArea = ({ label, help, rows, ...props }: TextAreaProps): ReactNode => (
  <TextField {...props} className="group/field flex flex-col gap-1">
    <Label className="font-medium">{label}</Label>
    <AriaTextArea
      dir="ltr"
      rows={rows}
      spellCheck="false"
      className="w-full rounded-md border border-strong-line bg-raised px-2.5 py-1.5 font-mono text-sm data-invalid:border-bad"
    />
    <Text slot="description" className="text-sm text-muted group-data-invalid/field:hidden">
      {help}
    </Text>
    <FieldError className="text-sm text-bad" />
  </TextField>
);

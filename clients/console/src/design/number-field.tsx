import type { ReactNode } from 'react';
import {
  Button,
  FieldError,
  Group,
  Input,
  Label,
  NumberField as AriaNumberField,
  Text,
} from 'react-aria-components';

export interface NumberFieldProps {
  readonly label: string;
  readonly help?: string;
  readonly name?: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly minValue?: number;
  readonly maxValue?: number;
  readonly step?: number;
}

const STEP = 'px-3 hover:bg-sunken disabled:opacity-40';

export const NumberField = ({ label, help, ...props }: NumberFieldProps): ReactNode => (
  <AriaNumberField {...props} className="flex flex-col gap-1">
    <Label className="font-medium">{label}</Label>
    <Group className="flex w-full overflow-hidden rounded-md border border-strong-line bg-raised data-focus-within:outline-2 data-focus-within:outline-accent-text data-invalid:border-bad">
      <Button slot="decrement" className={STEP}>
        −
      </Button>
      <Input className="w-full min-w-0 bg-transparent px-2 py-1.5 text-center outline-none" />
      <Button slot="increment" className={STEP}>
        +
      </Button>
    </Group>
    {help !== undefined && (
      <Text slot="description" className="text-sm text-muted">
        {help}
      </Text>
    )}
    <FieldError className="text-sm text-bad" />
  </AriaNumberField>
);

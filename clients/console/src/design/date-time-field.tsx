import type { ReactNode } from 'react';
import { fromAbsolute, type ZonedDateTime } from '@internationalized/date';
import { DateField, DateInput, DateSegment, FieldError, Label, Text } from 'react-aria-components';
import { useFormat } from '../i18n/text.js';

export interface DateTimeFieldProps {
  readonly label: string;
  readonly help?: string;
  readonly name?: string;
  /** In ms since 1970. */
  readonly value: number | undefined;
  readonly onChange: (at: number | undefined) => void;
  readonly isRequired?: boolean;
}

/**
 * A date and time in the reader's zone and calendar system, typed part by part or turned by the arrows. Its
 * parts are in one line of text, not in boxes of their own: so the time reads from the left where the date reads from
 * the right.
 */
export function DateTimeField({ label, help, value, onChange, ...props }: DateTimeFieldProps): ReactNode {
  const { zone } = useFormat();
  return (
    <DateField<ZonedDateTime>
      {...props}
      granularity="minute"
      hourCycle={24}
      hideTimeZone
      shouldForceLeadingZeros
      value={value === undefined ? null : fromAbsolute(value, zone)}
      onChange={(date) => onChange(date?.toDate().getTime())}
      className="flex flex-col gap-1"
    >
      <Label className="font-medium">{label}</Label>
      <DateInput className="block w-full overflow-x-auto rounded-md whitespace-nowrap border border-strong-line bg-raised px-2.5 py-1.5 data-focus-within:outline-2 data-focus-within:outline-accent-text data-invalid:border-bad">
        {(segment) => (
          <DateSegment
            segment={segment}
            className="rounded px-0.5 tabular-nums outline-none data-focused:bg-accent data-focused:text-on-accent data-placeholder:text-muted"
          />
        )}
      </DateInput>
      {help !== undefined && (
        <Text slot="description" className="text-sm text-muted">
          {help}
        </Text>
      )}
      <FieldError className="text-sm text-bad" />
    </DateField>
  );
}

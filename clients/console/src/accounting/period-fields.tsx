import { useState, type ReactNode } from 'react';
import { Button } from '../design/button.js';
import { LateDateTimeField } from '../design/late-date-time-field.js';
import { Select } from '../design/fields.js';
import { useReader } from '../i18n/text.js';
import { lastMonths, monthName, monthOf } from './month.js';
import { spanOf, type Period } from './search.js';

const RANGE = 'range';
const ALL = 'all';
const MONTHS = 24;

export interface PeriodFieldsProps {
  readonly period: Period & { readonly all?: true | undefined };
  /** Whether there is a choice of no period at all. */
  readonly withAll?: boolean;
  readonly onChange: (period: Period & { readonly all?: true | undefined }) => void;
}

/** A month of accounts, or any other range. */
export function PeriodFields({ period, withAll = false, onChange }: PeriodFieldsProps): ReactNode {
  const { t, format } = useReader();
  const now = Date.now();
  const isRange = period.from !== undefined;
  const [asRange, setAsRange] = useState(isRange);
  const span = spanOf(period, now);
  const [from, setFrom] = useState<number | undefined>(Date.parse(span.from));
  const [to, setTo] = useState<number | undefined>(Date.parse(span.to));
  const month = period.month ?? monthOf(now);
  const months = lastMonths(MONTHS, now);
  const options = [
    ...(withAll ? [{ id: ALL, name: t('accounting.allTime') }] : []),
    ...(months.includes(month) ? months : [month, ...months]).map((id) => ({
      id,
      name: monthName(id, format.locale),
    })),
    { id: RANGE, name: t('accounting.range') },
  ];
  const shown = asRange ? RANGE : period.all ? ALL : month;
  return (
    <>
      <Select
        label={t('accounting.period')}
        options={options}
        value={shown}
        onChange={(chosen) => {
          setAsRange(chosen === RANGE);
          if (chosen === RANGE) return;
          onChange(chosen === ALL ? { all: true } : { month: chosen === monthOf(now) ? undefined : chosen });
        }}
      />
      {asRange && (
        <>
          <LateDateTimeField label={t('accounting.from')} value={from} onChange={setFrom} />
          <LateDateTimeField label={t('accounting.to')} value={to} onChange={setTo} />
          <Button
            isDisabled={from === undefined || to === undefined || from >= to}
            onPress={() => onChange({ from, to })}
          >
            {t('accounting.show')}
          </Button>
        </>
      )}
    </>
  );
}

import type { ReactNode } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { query } from '../api/graphql.js';
import { Button, buttonClass } from '../design/button.js';
import { DataTable } from '../design/data-table.js';
import { Select } from '../design/fields.js';
import { Page } from '../design/page.js';
import { Picker } from '../design/picker.js';
import { Loaded, Message } from '../design/states.js';
import { usageQuery, type UsageQuery } from '../generated/operations.js';
import type { Format } from '../i18n/format.js';
import { useReader } from '../i18n/text.js';
import { BarChart, ShareBar } from './bar-chart.js';
import { csvOf } from './csv.js';
import { download } from './download.js';
import { lastMonths, monthName, rangeOf } from './month.js';
import { PeriodFields } from './period-fields.js';
import { GROUPS, spanOf, type UsageSearch } from './search.js';

const route = getRouteApi('/usage');
const MONTHS_IN_CHART = 6;
const SECONDS_PER_HOUR = 3600;

type Row = UsageQuery['usage'][number];

const nameOf = ({ user, project, key }: Row): string => user?.username ?? project?.name ?? key;
const hoursOf = (rows: readonly Row[]): number =>
  rows.reduce((sum, { deviceSeconds }) => sum + deviceSeconds, 0) / SECONDS_PER_HOUR;

/** Short leases are not shown as none. */
const hoursText = (format: Format, hours: number): string =>
  format.number(hours, hours < 1 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 1 });

/** Who held how much in a month or a range, and what it costs. */
export function UsagePage(): ReactNode {
  const { t } = useReader();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const by = search.by ?? 'PROJECT';
  const span = spanOf(search, Date.now());
  const usage = useQuery({
    queryKey: ['usage', by, span, search.project],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      (await query(usageQuery, { by, ...span, project: search.project }, { signal })).usage,
  });
  const narrow = (change: Partial<UsageSearch>): void =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  return (
    <Page
      wide
      title={t('accounting.usage')}
      actions={
        <>
          <Link to="/charges" className={buttonClass('plain')}>
            {t('accounting.charges')}
          </Link>
          <Button
            isDisabled={!usage.data?.length}
            onPress={() =>
              download(`berth-usage-${span.from.slice(0, 10)}.csv`, csvOfUsage(usage.data ?? []))
            }
          >
            {t('accounting.csv')}
          </Button>
        </>
      }
    >
      <div className="flex flex-wrap items-end gap-3">
        <Select
          label={t('accounting.by')}
          options={GROUPS.map((id) => ({ id, name: t(`accounting.by.${id}`) }))}
          value={by}
          onChange={(chosen) => narrow({ by: chosen === 'PROJECT' ? undefined : chosen })}
        />
        <PeriodFields period={search} onChange={({ month, from, to }) => narrow({ month, from, to })} />
        <Picker
          kind="project"
          label={t('accounting.project')}
          placeholder={t('accounting.all')}
          value={search.project}
          onChange={(project) => narrow({ project })}
        />
      </div>
      <p className="text-sm text-muted">{t('accounting.help')}</p>
      <Loaded result={usage}>{(rows) => <UsageRows rows={rows} />}</Loaded>
      <MonthsChart by={by} project={search.project} />
    </Page>
  );
}

function UsageRows({ rows }: { readonly rows: readonly Row[] }): ReactNode {
  const { t, format } = useReader();
  if (rows.length === 0)
    return (
      <Message title={t('accounting.noUsage')}>
        <p>{t('accounting.noUsage.help')}</p>
      </Message>
    );
  const largest = Math.max(...rows.map(({ deviceSeconds }) => deviceSeconds), Number.MIN_VALUE);
  const hours = (seconds: number): string => hoursText(format, seconds / SECONDS_PER_HOUR);
  const total = rows.reduce((sum, { amountMicros }) => sum + Number(amountMicros), 0);
  return (
    <>
      <p role="status" className="font-medium">
        {t('accounting.total', {
          hours: hoursText(format, hoursOf(rows)),
          amount: format.money(total, rows[0]?.currency ?? 'EUR'),
        })}
      </p>
      <DataTable
        label={t('accounting.usage')}
        columns={[
          { id: 'name', name: t('accounting.column.name') },
          { id: 'deviceHours', name: t('accounting.column.deviceHours'), end: true },
          { id: 'share', name: t('accounting.column.share') },
          { id: 'leases', name: t('accounting.column.leases'), end: true },
          { id: 'leaseHours', name: t('accounting.column.leaseHours'), end: true },
          { id: 'amount', name: t('accounting.column.amount'), end: true },
        ]}
        rows={rows.map((row) => ({
          id: row.key,
          cells: [
            <bdi key="name">{nameOf(row)}</bdi>,
            hours(row.deviceSeconds),
            <ShareBar key="share" share={row.deviceSeconds / largest} />,
            format.number(row.leases),
            hours(row.leaseSeconds),
            format.money(row.amountMicros, row.currency),
          ],
        }))}
      />
    </>
  );
}

/** The last months, whatever period the table has. */
function MonthsChart({ by, project }: Pick<UsageSearch, 'by' | 'project'>): ReactNode {
  const { t, format } = useReader();
  const months = lastMonths(MONTHS_IN_CHART, Date.now()).toReversed();
  const result = useQuery({
    queryKey: ['usage', 'months', months, project],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      Promise.all(
        months.map(async (month) => {
          const { usage } = await query(
            usageQuery,
            { by: by ?? 'PROJECT', ...rangeOf(month), project },
            { signal },
          );
          return { month, hours: hoursOf(usage) };
        }),
      ),
  });
  return (
    <Loaded result={result}>
      {(found) => (
        <BarChart
          title={t('accounting.months')}
          bars={found.map(({ month, hours }) => ({
            id: month,
            label: monthName(month, format.locale, 'short'),
            value: hours,
            text: hoursText(format, hours),
          }))}
        />
      )}
    </Loaded>
  );
}

const csvOfUsage = (rows: readonly Row[]): string =>
  csvOf(
    ['key', 'name', 'device_seconds', 'leases', 'lease_seconds', 'amount', 'currency'],
    rows.map((row) => [
      row.key,
      nameOf(row),
      row.deviceSeconds,
      row.leases,
      row.leaseSeconds,
      Number(row.amount),
      row.currency,
    ]),
  );

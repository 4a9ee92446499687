import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { query } from '../api/graphql.js';
import type { ReservationDraft } from '../calendar/reserve-dialog.js';
import type { AvailableWindow } from '../calendar/free-window.js';
import type { GridDevice } from '../calendar/grid/entry.js';
import { dateOf } from '../calendar/range.js';
import {
  useDevices,
  usePlaces,
  usePool,
  useRules,
  type Places,
  type Pool,
} from '../calendar/use-calendar.js';
import { DevicesText } from '../calendar/window-text.js';
import { Button } from '../design/button.js';
import { CheckField } from '../design/check-field.js';
import { Select } from '../design/fields.js';
import { NumberField } from '../design/number-field.js';
import { Page } from '../design/page.js';
import { Loaded, Message } from '../design/states.js';
import { freeWindowsQuery } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { DEFAULT_GPUS, DEFAULT_HOURS, type FreeSearch } from './search.js';

const ReserveDialog = lazy(async () => ({
  default: (await import('../calendar/reserve-dialog.js')).ReserveDialog,
}));
const route = getRouteApi('/free');
const REFETCH_MS = 30_000;
const MAX_WINDOWS = 30;
const ANY = '';
const HOUR = 3_600_000;

type Change = { readonly [key in keyof FreeSearch]: FreeSearch[key] | undefined };

/** When and where enough GPUs are free for as long as it takes. */
export function FreePage(): ReactNode {
  const { t } = useReader();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const places = usePlaces();
  const pool = usePool(places.data, search.pool);
  const onSearch = (change: Change): void => {
    const next = Object.entries({ ...search, ...change }).filter(([, value]) => value !== undefined);
    void navigate({ search: Object.fromEntries(next), replace: true });
  };
  return (
    <Page title={t('free.title')}>
      <p className="text-muted">{t('free.about')}</p>
      <Loaded result={places}>
        {(all) =>
          pool ? (
            <Free places={all} pool={pool} search={search} onSearch={onSearch} />
          ) : (
            <Message title={t('calendar.noPool')}>{t('calendar.noPool.help')}</Message>
          )
        }
      </Loaded>
    </Page>
  );
}

interface FreeProps {
  readonly places: Places;
  readonly pool: Pool;
  readonly search: FreeSearch;
  readonly onSearch: (change: Change) => void;
}

function Free({ places, pool, search, onSearch }: FreeProps): ReactNode {
  const { t } = useReader();
  const devices = useDevices(pool).data;
  const models = useMemo(() => [...new Set(devices?.map(({ model }) => model))].sort(), [devices]);
  const { gpus = DEFAULT_GPUS, hours = DEFAULT_HOURS, model, oneHost = false } = search;
  const variables = {
    pool: pool.id,
    gpus: { count: gpus, ...(model !== undefined && { model }) },
    durationMinutes: hours * 60,
    oneHost,
    first: MAX_WINDOWS,
  };
  const result = useQuery({
    queryKey: ['free-windows', variables],
    queryFn: async ({ signal }) => (await query(freeWindowsQuery, variables, { signal })).availability,
    placeholderData: keepPreviousData,
    refetchInterval: REFETCH_MS,
  });
  return (
    <>
      <div className="grid grid-cols-1 items-end gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {places.pools.length > 1 && (
          <Select
            label={t('calendar.pool')}
            options={places.pools}
            value={pool.id}
            onChange={(id) => onSearch({ pool: places.pools.find((each) => each.id === id)?.name })}
          />
        )}
        <NumberField
          label={t('reserving.count')}
          value={gpus}
          onChange={(value) => onSearch({ gpus: value === DEFAULT_GPUS ? undefined : value })}
          minValue={1}
          maxValue={Math.max(1, devices?.length ?? 1)}
        />
        <Select
          label={t('reserving.model')}
          options={[{ id: ANY, name: t('reserving.anyModel') }, ...models.map((id) => ({ id, name: id }))]}
          value={model ?? ANY}
          onChange={(value) => onSearch({ model: value === ANY ? undefined : value })}
        />
        <NumberField
          label={t('free.hours')}
          value={hours}
          onChange={(value) => onSearch({ hours: value === DEFAULT_HOURS ? undefined : value })}
          minValue={0.25}
          step={0.25}
        />
      </div>
      <CheckField
        label={t('free.oneHost')}
        isSelected={oneHost}
        onChange={(value) => onSearch({ oneHost: value ? true : undefined })}
      />
      <Loaded result={result}>
        {({ windows, matching }) => (
          <Windows
            places={places}
            pool={pool}
            devices={devices ?? []}
            windows={windows}
            matching={matching}
            hours={hours}
          />
        )}
      </Loaded>
    </>
  );
}

interface WindowsProps {
  readonly places: Places;
  readonly pool: Pool;
  readonly devices: readonly GridDevice[];
  readonly windows: readonly AvailableWindow[];
  readonly matching: number;
  readonly hours: number;
}

function Windows({ places, pool, devices, windows, matching, hours }: WindowsProps): ReactNode {
  const { t, format } = useReader();
  const rules = useRules(pool).data;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<ReservationDraft>();
  const book = (window: AvailableWindow): void => {
    const from = Date.parse(window.from);
    const uuids = new Set(window.devices.map(({ uuid }) => uuid));
    const chosen = devices.filter(({ uuid }) => uuids.has(uuid));
    setDraft({ from, until: from + hours * HOUR, devices: chosen });
  };
  if (windows.length === 0)
    return (
      <Message title={t('free.none')}>
        <p>{t('free.none.help', { count: matching })}</p>
      </Message>
    );
  return (
    <>
      <p className="text-muted">{t('free.matching', { count: matching })}</p>
      <ul className="flex flex-col divide-y divide-line rounded-md border border-line bg-raised">
        {windows.map((window) => (
          <li
            key={`${window.from} ${window.devices.map(({ uuid }) => uuid).join()}`}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3"
          >
            <div>
              <p className="font-medium">
                {t('free.window', {
                  from: `${format.day(window.from)} ${format.time(window.from)}`,
                  length: format.duration((Date.parse(window.until) - Date.parse(window.from)) / 1000),
                })}
              </p>
              <p className="text-sm text-muted">
                <DevicesText devices={window.devices} />
              </p>
            </div>
            <div className="flex items-center gap-3">
              <Link
                to="/calendar"
                search={{ pool: pool.name, from: dateOf(Date.parse(window.from), format.zone) }}
                className="text-accent-text underline"
              >
                {t('free.inCalendar')}
              </Link>
              <Button kind="primary" onPress={() => book(window)}>
                {t('reserving.book')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {draft && (
        <Suspense fallback={null}>
          <ReserveDialog
            pool={pool}
            projects={places.projects}
            rules={rules}
            devices={devices}
            draft={draft}
            onClose={() => setDraft(undefined)}
            onBooked={({ id }) => {
              void queries.invalidateQueries({ queryKey: ['free-windows'] });
              void navigate({ to: '/reservations/$id', params: { id } });
            }}
          />
        </Suspense>
      )}
    </>
  );
}

import {
  lazy,
  Suspense,
  useCallback,
  useMemo,
  useRef,
  useState,
  type ReactNode,
  type RefObject,
} from 'react';
import { useNavigate } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { mutate } from '../api/graphql.js';
import { refusalOf, type Refusal } from '../api/refusal.js';
import { changeReservationMutation, type ChangeReservationInput } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { useIsStaff, useUser } from '../session/use-session.js';
import type { ReservationDraft } from './reserve-dialog.js';
import { entriesOf } from './entries.js';
import { CalendarGrid } from './grid/calendar-grid.js';
import type { Entry, GridDevice } from './grid/entry.js';
import type { Cell, Proposal } from './grid/gesture.js';
import { barsByDevice } from './grid/lanes.js';
import { layOut } from './grid/rows.js';
import { DAY, floorToStep, HOUR, stepOf, type Scale } from './grid/scale.js';
import { useGrid } from './grid/use-grid.js';
import { useWidth } from './grid/use-viewport.js';
import { Legend } from './legend.js';
import { Notice, type Done } from './notice.js';
import { zoomed, type Range } from './range.js';
import { useRules, type GivenEntries, type Pool, type Project } from './use-calendar.js';
import { useVerdict } from './use-verdict.js';
import { windowText } from './window-text.js';

/** Loaded when somebody books first: date fields and calendar systems are as large as the grid. */
const ReserveDialog = lazy(async () => ({ default: (await import('./reserve-dialog.js')).ReserveDialog }));

const HEIGHTS = { heading: 24, lane: 24, padding: 2 };
const WORKING_HOURS = { from: 8, until: 20 };
const LABELS_PX = 176;
/** On a phone the names leave room for the days. */
const NARROW_LABELS_PX = 96;
const NARROW_PX = 640;
const MIN_DAY_PX = 64;
const SCROLLBAR_PX = 18;

export interface CalendarViewProps {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly pool: Pool;
  readonly projects: readonly Project[];
  readonly devices: readonly GridDevice[];
  readonly entries: GivenEntries;
  readonly range: Range;
  readonly now: number;
  readonly zoom: number;
  readonly onZoom: (zoom: number) => void;
  /** Whether the form is open without a window drawn. */
  readonly reserving: boolean;
  readonly onReserving: (open: boolean) => void;
}

const iso = (at: number): string => new Date(at).toISOString();

/** The grid of a pool, with what its gestures do. */
export function CalendarView(props: CalendarViewProps): ReactNode {
  const { frame, pool, projects, devices, range, now, zoom, reserving, onReserving } = props;
  const { t, format } = useReader();
  const user = useUser();
  const staff = useIsStaff();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const rules = useRules(pool).data;
  const scroller = useRef<HTMLDivElement>(null);
  const [draft, setDraft] = useState<ReservationDraft>();
  const [failure, setFailure] = useState<Refusal>();
  const [done, setDone] = useState<Done>();
  const entries = useMemo(
    () => entriesOf(props.entries, { id: user.id, staff }),
    [props.entries, user.id, staff],
  );
  const barsOf = useMemo(() => barsByDevice(entries), [entries]);
  const byId = useMemo(() => new Map(entries.map((entry) => [entry.id, entry])), [entries]);
  const layout = useMemo(() => layOut(devices, (uuid) => barsOf(uuid).lanes, HEIGHTS), [devices, barsOf]);
  const placed = useMemo(
    () =>
      layout.deviceRows.flatMap((row) => {
        const each = layout.rows[row];
        return each?.kind === 'device' ? [each.device] : [];
      }),
    [layout],
  );
  const frameWidth = useWidth(frame) ?? 1000;
  const labelWidth = frameWidth < NARROW_PX ? NARROW_LABELS_PX : LABELS_PX;
  const scale = useMemo((): Scale => {
    const days = (range.until - range.from) / DAY;
    const width = Math.max(days * MIN_DAY_PX, frameWidth - labelWidth - SCROLLBAR_PX) * zoom;
    return { ...range, width: Math.floor(width) };
  }, [range, frameWidth, labelWidth, zoom]);
  const step = stepOf(scale);
  const grid = useGrid(
    { devices: placed.length, from: range.from, until: range.until, step },
    floorToStep(Math.max(now, range.from), step, format.zone),
  );
  const { verdict, offered } = useVerdict(pool, grid.state, grid.proposal, placed, barsOf, now);

  const labelOf = useCallback(
    (entry: Entry): string => {
      const kind = entry.visible ? t(`calendar.kind.${entry.kind}`) : t('calendar.busy');
      const parts = [kind, entry.title, entry.project?.name, entry.holder];
      const window = windowText(entry.from, entry.until, format, t);
      const gpus = t('calendar.gpuCount', { count: entry.devices.length });
      return [...parts, window, gpus].filter((part) => part !== undefined && part !== '').join(', ');
    },
    [t, format],
  );
  const textOf = useCallback(
    (entry: Entry): string =>
      entry.visible ? (entry.title ?? entry.holder ?? t(`calendar.kind.${entry.kind}`)) : t('calendar.busy'),
    [t],
  );
  const proposalText = ({ from, until, devices: places }: Proposal): string => {
    const window = windowText(from, until, format, t);
    return `${window} · ${t('calendar.gpuCount', { count: places.length })} · ${t(`calendar.verdict.${verdict}`)}`;
  };
  const cellText = ({ device, at }: Cell, entry: Entry | undefined): string => {
    const on = placed[device];
    const name = on ? `${on.host.name} ${t('calendar.gpu', { index: format.number(on.index) })}` : '';
    return `${name}, ${format.day(at)} ${format.time(at)}, ${entry ? labelOf(entry) : t('calendar.verdict.free')}`;
  };

  const changed = (): Promise<void> => queries.invalidateQueries({ queryKey: ['calendar'] });
  const change = async (input: ChangeReservationInput, undo?: ChangeReservationInput): Promise<void> => {
    setFailure(undefined);
    setDone(undefined);
    try {
      const { reservation } = await mutate(changeReservationMutation, { input });
      const window = windowText(Date.parse(reservation.from), Date.parse(reservation.until), format, t);
      await changed();
      setDone({ text: t('calendar.changed', { window }), ...(undo && { undo }) });
    } catch (error) {
      setFailure(refusalOf(error));
    } finally {
      grid.dispatch({ type: 'cancel' });
    }
  };
  const propose = (proposal: Proposal): void => {
    setFailure(undefined);
    setDone(undefined);
    const { gesture } = grid.state;
    const chosen = proposal.devices.flatMap((place) => placed[place] ?? []);
    if (gesture.kind !== 'move' && gesture.kind !== 'resize') {
      if (proposal.until <= now) {
        setDone({ text: t('calendar.past') });
        grid.dispatch({ type: 'cancel' });
        return;
      }
      setDraft({ from: proposal.from, until: proposal.until, devices: chosen });
      return;
    }
    const entry = byId.get(gesture.entry.id);
    if (!entry) return;
    const uuids = chosen.map(({ uuid }) => uuid);
    const sameDevices =
      uuids.length === entry.devices.length && uuids.every((uuid) => entry.devices.includes(uuid));
    const wanted = {
      ...(proposal.from !== entry.from && { from: iso(proposal.from) }),
      ...((proposal.until !== entry.until || proposal.from !== entry.from) && { until: iso(proposal.until) }),
      ...(!sameDevices && { gpus: { devices: uuids } }),
    };
    if (Object.keys(wanted).length === 0) {
      grid.dispatch({ type: 'cancel' });
      return;
    }
    const before = {
      ...(wanted.from !== undefined && { from: iso(entry.from) }),
      ...(wanted.until !== undefined && { until: iso(entry.until) }),
      ...(wanted.gpus && { gpus: { devices: entry.devices } }),
    };
    void change({ reservationId: entry.id, ...wanted }, { reservationId: entry.id, ...before });
  };
  const close = (): void => {
    setDraft(undefined);
    onReserving(false);
    grid.dispatch({ type: 'cancel' });
  };
  const open = (entry: Entry): void => {
    if (entry.visible && entry.kind === 'RESERVATION')
      void navigate({ to: '/reservations/$id', params: { id: entry.id } });
  };
  const soon = floorToStep(now, HOUR, format.zone) + HOUR;
  return (
    <>
      <CalendarGrid
        name={t('calendar.grid', { pool: pool.name })}
        scroller={scroller}
        grid={grid}
        scale={scale}
        layout={layout}
        heights={HEIGHTS}
        barsOf={barsOf}
        entryOf={(id) => byId.get(id)}
        now={now}
        workingHours={WORKING_HOURS}
        labelWidth={labelWidth}
        verdict={verdict}
        offered={offered}
        labelOf={labelOf}
        textOf={textOf}
        proposalText={proposalText}
        cellText={cellText}
        onPropose={propose}
        onOpen={open}
        onTake={({ from, until, devices: places }) =>
          setDraft({ from, until, devices: places.flatMap((place) => placed[place] ?? []) })
        }
        onZoom={(direction) => props.onZoom(zoomed(zoom, direction))}
      />
      <Notice
        failure={failure}
        done={done}
        onUndo={(input) => void change(input)}
        onClose={() => {
          setFailure(undefined);
          setDone(undefined);
        }}
      />
      <Legend />
      <p className="text-sm text-muted">{t('calendar.help')}</p>
      {(draft ?? reserving) && (
        <Suspense fallback={null}>
          <ReserveDialog
            pool={pool}
            projects={projects}
            rules={rules}
            devices={devices}
            draft={draft ?? { from: soon, until: soon + HOUR, devices: [] }}
            onClose={close}
            onBooked={({ id, from, until }) => {
              close();
              const window = windowText(Date.parse(from), Date.parse(until), format, t);
              setDone({ text: t('reserving.done', { window }), open: id });
              void changed();
            }}
          />
        </Suspense>
      )}
    </>
  );
}

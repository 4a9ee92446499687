import {
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react';
import { refusalOf } from '../api/refusal.js';
import { Button } from '../design/button.js';
import { RefusalNotice } from '../design/refusal-notice.js';
import { Loading, Message } from '../design/states.js';
import { useReader } from '../i18n/text.js';
import { copyLines } from './copy-lines.js';
import { lineDetails } from './line-details.js';
import { actionOf } from './log-keys.js';
import { gatewayLog } from './gateway-log.js';
import type { Hit } from './hit-list.js';
import { HitMarks } from './hit-marks.js';
import { isFiltered, type LineFilter } from './line.js';
import {
  focusOf,
  isSelected,
  selectionOf,
  selectLine,
  type LineRange,
  type Selection,
} from './line-range.js';
import { LogReader } from './log-reader.js';
import { LogRow } from './log-row.js';
import { LogToolbar } from './log-toolbar.js';
import { LogView, ROW_HEIGHT } from './log-view.js';
import { nearestOfLevel } from './log-source.js';
import { marksIn } from './marks.js';
import type { LogPlace } from './log-place.js';
import { currentOf, useLogSearch } from './use-log-search.js';

export interface LogViewerProps {
  readonly job: string;
  readonly name: string;
  /** Numbers of its runs. */
  readonly runs: readonly number[];
  /** Where it opens when no line is named: at the last error, or at the end. */
  readonly failed: boolean;
  /** What the address says of it. */
  readonly place: LogPlace;
  readonly onPlace: (place: LogPlace) => void;
  readonly range: LineRange | undefined;
  readonly onRange: (range: LineRange | undefined) => void;
}

/** The output of a job, of any length: a part of it is in memory, and the rest is fetched where it is looked at. */
export function LogViewer(props: LogViewerProps): ReactNode {
  const { job, place, range, failed } = props;
  const { level, stream, run } = place;
  const source = useMemo(() => gatewayLog(job), [job]);
  const filter = useMemo<LineFilter>(
    () => ({ ...(level && { level }), ...(stream && { stream }), ...(run !== undefined && { run }) }),
    [level, stream, run],
  );
  const [opened, setOpened] = useState<{ readonly reader: LogReader; readonly view: LogView }>();
  const first = useRef({ range, failed });
  useEffect(() => {
    const reader = new LogReader(source, filter);
    const view = new LogView(reader, first.current.range === undefined);
    setOpened({ reader, view });
    void reader.start().then(async () => {
      const { range: linked, failed: atError } = first.current;
      const error =
        atError && !linked
          ? await nearestOfLevel(source, 'ERROR', filter, reader.rows.last + 1, 'previous').catch(
              () => undefined,
            )
          : undefined;
      const target = linked?.from ?? error;
      if (target !== undefined) await view.toLine(target);
    });
    return () => reader.close();
  }, [source, filter]);
  return opened ? (
    <OpenLog key={`${job}`} {...props} {...opened} filter={filter} source={source} />
  ) : (
    <Loading />
  );
}

interface OpenLogProps extends LogViewerProps {
  readonly reader: LogReader;
  readonly view: LogView;
  readonly filter: LineFilter;
  readonly source: ReturnType<typeof gatewayLog>;
}

function OpenLog({
  job,
  name,
  runs,
  place,
  onPlace,
  range,
  onRange,
  reader,
  view,
  filter,
  source,
}: OpenLogProps): ReactNode {
  const { t, format } = useReader();
  const drawing = useSyncExternalStore(view.subscribe, () => view.drawing);
  const element = useRef<HTMLDivElement>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  const [details, setDetails] = useState(false);
  const [announcing, setAnnouncing] = useState(false);
  const [said, setSaid] = useState('');
  const selection = useRef<Selection>(undefined);
  if (selection.current?.from !== range?.from || selection.current?.to !== range?.to)
    selection.current = range && selectionOf(range);
  useEffect(() => (element.current ? view.attach(element.current) : undefined), [view]);
  useLayoutEffect(() => view.drawn());
  const goTo = (number: number): void => void view.toLine(number);
  const query = { text: place.q ?? '', regex: place.regex ?? false, caseSensitive: place.matchCase ?? false };
  const search = useLogSearch(job, query, filter, { at: () => view.drawing.firstSeen, goTo });

  const select = (number: number, extend: boolean): void => {
    selection.current = selectLine(number, extend, selection.current);
    onRange({ from: selection.current.from, to: selection.current.to });
  };
  const jump = async (direction: 'next' | 'previous'): Promise<void> => {
    const from = selection.current ? focusOf(selection.current) : view.drawing.firstSeen;
    const found = await nearestOfLevel(source, 'ERROR', filter, from, direction).catch(() => undefined);
    if (found === undefined) return setSaid(t('logs.noMoreErrors'));
    select(found, false);
    goTo(found);
  };
  const detailsOf = useMemo(
    () => lineDetails(format, t, { severalRuns: runs.length > 1 }),
    [format, t, runs.length],
  );
  const copy = async (withDetails: boolean): Promise<void> => {
    if (!range) return;
    const count = await copyLines(source, filter, range, withDetails ? detailsOf : undefined);
    setSaid(t('logs.copied', { count }));
  };
  const { lastError } = reader;
  useEffect(() => {
    if (announcing && lastError) setSaid(lastError.text);
  }, [announcing, lastError]);

  const extend = (step: 1 | -1): void => {
    const focus = selection.current && focusOf(selection.current);
    const to = Math.max(focus === undefined ? view.drawing.firstSeen : focus + step, 1);
    if (to > reader.rows.last) return;
    select(to, focus !== undefined);
    goTo(to);
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.target !== element.current) return;
    const act = actionOf(event, {
      search: () => searchBox.current?.focus(),
      start: () => view.toStart(),
      end: () => void view.toEnd(),
      next: (direction) => (query.text === '' ? void jump(direction) : search.move(direction)),
      error: (direction) => void jump(direction),
      extend,
      // text that is marked by the pointer is copied by the browser
      copy: range && (getSelection()?.isCollapsed ?? true) ? () => void copy(details) : undefined,
      clear: range && (() => onRange(undefined)),
    });
    if (!act) return;
    event.preventDefault();
    act();
  };
  const clicked = (event: MouseEvent): void => {
    const number = (event.target as Element).closest('a')?.parentElement?.dataset['line'];
    if (number === undefined || event.ctrlKey || event.metaKey || event.button !== 0) return;
    event.preventDefault();
    select(Number(number), event.shiftKey);
    element.current?.focus({ preventScroll: true });
  };

  const current = currentOf(search.list);
  const revealed = useRef<Hit>(undefined);
  useEffect(() => {
    // a hit far to the right of a long line
    const frame = element.current?.getBoundingClientRect();
    const mark = current && element.current?.querySelector(`[data-line="${current.number}"] mark`);
    if (!frame || !mark || revealed.current === current) return;
    revealed.current = current;
    const { left, right } = mark.getBoundingClientRect();
    if (right > frame.right || left < frame.left)
      element.current?.scrollBy(left - frame.left - frame.width / 2, 0);
  });
  const numberWidth = Math.max(3, String(reader.rows.last).length);
  return (
    <section aria-label={t('logs.title')} className="flex min-h-0 flex-1 flex-col gap-2">
      <LogToolbar
        {...{
          job,
          name,
          runs,
          place,
          onPlace,
          range,
          onRange,
          search,
          searchBox,
          details,
          setDetails,
          announcing,
          setAnnouncing,
          source,
          filter,
        }}
        onGoTo={goTo}
        onSelect={(number) => select(number, false)}
        onCopy={(withDetails) => void copy(withDetails)}
        onError={(direction) => void jump(direction)}
      />
      {reader.failure !== undefined && (
        <RefusalNotice refusal={refusalOf(reader.failure)} onRetry={() => void reader.retry()} />
      )}
      {reader.rows.dropped > 0 && (
        <p className="text-sm text-muted">{t('logs.dropped', { count: reader.rows.dropped })}</p>
      )}
      <div className="relative flex min-h-80 flex-1">
        <div
          ref={element}
          role="log"
          aria-live="off"
          aria-label={t('logs.lines', { name })}
          aria-describedby="log-keys"
          dir="ltr"
          translate="no"
          tabIndex={0}
          onKeyDown={pressed}
          onClick={clicked}
          className="h-[calc(100dvh-21rem)] min-h-80 flex-1 overflow-auto overscroll-contain rounded-md border border-line bg-surface font-mono text-xs [overflow-anchor:none]"
        >
          {!reader.opened && reader.failure === undefined && <Loading />}
          {reader.opened && reader.rows.count === 0 && (
            <div dir="auto" className="font-sans text-sm whitespace-normal">
              <Message title={t(reader.ended ? 'logs.none' : 'logs.noneYet')}>
                <p>
                  {t(
                    isFiltered(filter)
                      ? 'logs.none.filtered'
                      : reader.ended
                        ? 'logs.none.help'
                        : 'logs.noneYet.help',
                  )}
                </p>
              </Message>
            </div>
          )}
          <div className="relative" style={{ height: drawing.height }}>
            <div
              className="absolute inset-x-0 top-0 w-max min-w-full"
              style={{ transform: `translateY(${drawing.offset}px)`, minHeight: ROW_HEIGHT }}
            >
              {drawing.rows.map((row) => (
                <LogRow
                  key={row.number}
                  row={row}
                  selected={isSelected(row.number, range)}
                  marks={marksIn(row, query, search.list, current)}
                  details={details ? detailsOf : undefined}
                  numberWidth={numberWidth}
                />
              ))}
            </div>
          </div>
        </div>
        <HitMarks
          hits={search.list.hits}
          current={current}
          first={reader.rows.numberAt(0) ?? 1}
          last={reader.rows.last}
        />
        {!drawing.following && (drawing.unseen > 0 || !reader.ended) && reader.opened && (
          <div className="absolute bottom-3 start-1/2 -translate-x-1/2 rtl:translate-x-1/2">
            <Button kind="primary" onPress={() => void view.toEnd()}>
              {drawing.unseen > 0 ? t('logs.unseen', { count: drawing.unseen }) : t('logs.follow')} ↓
            </Button>
          </div>
        )}
      </div>
      <p id="log-keys" className="hidden text-xs text-muted md:block">
        {reader.rows.last > 0 && `${t('logs.count', { count: reader.rows.last })} · `}
        {reader.ended ? t('logs.ended') : drawing.following ? t('logs.following') : t('logs.paused')}
        {' · '}
        {t('logs.keys')}
      </p>
      <p role="status" className="sr-only">
        {said}
      </p>
    </section>
  );
}

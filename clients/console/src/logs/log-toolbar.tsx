import { useRef, useState, type ReactNode, type Ref } from 'react';
import {
  Button as AriaButton,
  Input,
  Menu,
  MenuItem,
  MenuTrigger,
  Popover,
  SearchField,
  TextField,
  ToggleButton,
  Form,
} from 'react-aria-components';
import { refusalOf, type Refusal } from '../api/refusal.js';
import { Button, buttonClass } from '../design/button.js';
import { Choice } from '../design/choice.js';
import { RefusalNotice, useRefusalText } from '../design/refusal-notice.js';
import { useReader } from '../i18n/text.js';
import { downloadLog } from './download-log.js';
import { LEVELS, type LineFilter } from './line.js';
import type { LineRange } from './line-range.js';
import type { LogPlace } from './log-place.js';
import type { LogSource } from './log-source.js';
import { offsetOf, parsePlace } from './place.js';
import type { LogSearch } from './use-log-search.js';
import { copyText } from '../design/copy-text.js';

export interface LogToolbarProps {
  readonly job: string;
  readonly runs: readonly number[];
  readonly place: LogPlace;
  readonly onPlace: (place: LogPlace) => void;
  readonly range: LineRange | undefined;
  readonly onRange: (range: LineRange | undefined) => void;
  readonly search: LogSearch;
  readonly searchBox: Ref<HTMLInputElement>;
  readonly details: boolean;
  readonly setDetails: (details: boolean) => void;
  readonly announcing: boolean;
  readonly setAnnouncing: (announcing: boolean) => void;
  readonly source: LogSource;
  readonly filter: LineFilter;
  readonly onGoTo: (number: number) => void;
  readonly onSelect: (number: number) => void;
  readonly onCopy: (withDetails: boolean) => void;
  readonly onError: (direction: 'next' | 'previous') => void;
}

const INPUT = 'rounded-md border border-strong-line bg-raised px-2 py-1';
const TOGGLE = `${buttonClass('plain')} data-selected:bg-accent-soft data-selected:border-accent-text`;
/** The same in every language. */
const MATCH_CASE = 'Aa';
const ITEM = 'block cursor-default rounded px-3 py-1.5 focus:bg-accent-soft';

/** Search, filters, and where to go. */
export function LogToolbar(props: LogToolbarProps): ReactNode {
  const { t } = useReader();
  const { place, onPlace, runs, range, onCopy, onError, details, setDetails } = props;
  const change = (part: { readonly [name in keyof LogPlace]?: LogPlace[name] | undefined }): void =>
    onPlace(withoutUndefined({ ...place, ...part }));
  const all = { id: 'ALL', name: t('logs.all') } as const;
  return (
    <div role="toolbar" aria-label={t('logs.toolbar')} className="flex flex-wrap items-center gap-2">
      <Search {...props} change={change} />
      <Choice
        label={t('logs.level')}
        options={[all, ...LEVELS.map((id) => ({ id, name: id }))]}
        value={place.level ?? 'ALL'}
        onChange={(level) => change({ level: level === 'ALL' ? undefined : level })}
      />
      <Choice
        label={t('logs.stream')}
        options={[all, { id: 'STDOUT', name: 'stdout' }, { id: 'STDERR', name: 'stderr' }]}
        value={place.stream ?? 'ALL'}
        onChange={(stream) => change({ stream: stream === 'ALL' ? undefined : stream })}
      />
      {runs.length > 1 && (
        <Choice
          label={t('logs.ofRun')}
          options={[all, ...runs.map((run) => ({ id: String(run), name: t('logs.run', { number: run }) }))]}
          value={place.run === undefined ? 'ALL' : String(place.run)}
          onChange={(run) => change({ run: run === 'ALL' ? undefined : Number(run) })}
        />
      )}
      <GoTo {...props} />
      <div className="flex">
        <Button kind="quiet" onPress={() => onError('previous')}>
          <span aria-hidden="true">↑</span> {t('logs.previousError')}
        </Button>
        <Button kind="quiet" onPress={() => onError('next')}>
          <span aria-hidden="true">↓</span> {t('logs.nextError')}
        </Button>
      </div>
      <ToggleButton className={TOGGLE} isSelected={details} onChange={setDetails}>
        {t('logs.details')}
      </ToggleButton>
      {range && (
        <MenuTrigger>
          <AriaButton className={buttonClass('plain')}>
            {t('logs.copyLines', { count: range.to - range.from + 1 })} <span aria-hidden="true">▾</span>
          </AriaButton>
          <Popover className="rounded-md border border-line bg-raised shadow-lg">
            <Menu className="p-1 outline-none">
              <MenuItem className={ITEM} onAction={() => onCopy(false)}>
                {t('logs.copyText')}
              </MenuItem>
              <MenuItem className={ITEM} onAction={() => onCopy(true)}>
                {t('logs.copyWithTimes')}
              </MenuItem>
              <MenuItem className={ITEM} onAction={() => void copyText(location.href)}>
                {t('logs.copyLink')}
              </MenuItem>
            </Menu>
          </Popover>
        </MenuTrigger>
      )}
      <Download {...props} />
      <ToggleButton className={TOGGLE} isSelected={props.announcing} onChange={props.setAnnouncing}>
        {t('logs.announce')}
      </ToggleButton>
    </div>
  );
}

type Change = (part: { readonly [name in keyof LogPlace]?: LogPlace[name] | undefined }) => void;

const withoutUndefined = (part: { readonly [name: string]: unknown }): LogPlace =>
  Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as LogPlace;

function Search({
  place,
  search,
  searchBox,
  change,
}: LogToolbarProps & { readonly change: Change }): ReactNode {
  const { t, format } = useReader();
  const textOf = useRefusalText();
  const [text, setText] = useState(place.q ?? '');
  const { list, searching, refusal, move } = search;
  const count = `${format.number(list.total)}${list.isTotalExact ? '' : '+'}`;
  const state = ((): ReactNode => {
    if (refusal) return <span className="text-bad">{textOf(refusal)}</span>;
    if (place.q === undefined) return null;
    if (list.current !== undefined)
      return t('logs.hitOf', { number: format.number(list.current + 1), count });
    return searching ? t('logs.searching') : t('logs.noHits');
  })();
  return (
    <div className="flex flex-wrap items-center gap-1">
      <SearchField
        aria-label={t('logs.search')}
        value={text}
        onChange={setText}
        onClear={() => change({ q: undefined })}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          if (text !== (place.q ?? '')) change({ q: text === '' ? undefined : text });
          else move(event.shiftKey ? 'previous' : 'next');
        }}
      >
        <Input ref={searchBox} className={`${INPUT} w-56`} placeholder={t('logs.search')} maxLength={500} />
      </SearchField>
      <ToggleButton
        className={TOGGLE}
        aria-label={t('logs.matchCase')}
        isSelected={place.matchCase ?? false}
        onChange={(matchCase) => change({ matchCase: matchCase || undefined })}
      >
        <span translate="no">{MATCH_CASE}</span>
      </ToggleButton>
      <ToggleButton
        className={TOGGLE}
        aria-label={t('logs.regex')}
        isSelected={place.regex ?? false}
        onChange={(regex) => change({ regex: regex || undefined })}
      >
        <bdi dir="ltr" translate="no">
          .*
        </bdi>
      </ToggleButton>
      <Button
        kind="quiet"
        aria-label={t('logs.previousHit')}
        isDisabled={list.hits.length === 0}
        onPress={() => move('previous')}
      >
        ↑
      </Button>
      <Button
        kind="quiet"
        aria-label={t('logs.nextHit')}
        isDisabled={list.hits.length === 0}
        onPress={() => move('next')}
      >
        ↓
      </Button>
      <span role="status" className="text-sm text-muted">
        {state}
      </span>
    </div>
  );
}

function GoTo({ source, filter, onGoTo, onSelect }: LogToolbarProps): ReactNode {
  const { t, format } = useReader();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<string>();
  const go = async (): Promise<void> => {
    const place = parsePlace(text, Date.now(), offsetOf(format.zone));
    setWrong(undefined);
    if (!place) return setWrong(t('logs.goTo.wrong'));
    let number = place.kind === 'line' ? place.number : undefined;
    if (place.kind === 'time') {
      const page = await source.page({ ...filter, at: place.at, first: 1 }).catch(() => undefined);
      number = page?.lines[0]?.number;
    }
    if (number === undefined) return setWrong(t('logs.goTo.none'));
    onSelect(number);
    onGoTo(number);
  };
  return (
    <Form
      className="flex items-center gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      <TextField aria-label={t('logs.goTo')} value={text} onChange={setText} isInvalid={wrong !== undefined}>
        <Input className={`${INPUT} w-40 data-invalid:border-bad`} placeholder={t('logs.goTo')} />
      </TextField>
      {wrong !== undefined && (
        <span role="alert" className="text-sm text-bad">
          {wrong}
        </span>
      )}
    </Form>
  );
}

function Download({ job, filter }: LogToolbarProps): ReactNode {
  const { t } = useReader();
  const [refusal, setRefusal] = useState<Refusal>();
  const [pending, setPending] = useState(false);
  const stop = useRef<AbortController>(undefined);
  const download = async (): Promise<void> => {
    if (pending) return stop.current?.abort();
    stop.current = new AbortController();
    const { signal } = stop.current;
    setPending(true);
    setRefusal(undefined);
    await downloadLog(job, filter, signal).catch((error: unknown) => {
      if (!signal.aborted) setRefusal(refusalOf(error));
    });
    setPending(false);
  };
  return (
    <>
      <Button onPress={() => void download()}>{t(pending ? 'logs.downloading' : 'logs.download')}</Button>
      {refusal && <RefusalNotice refusal={refusal} />}
    </>
  );
}

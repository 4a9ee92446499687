import { useState, type ReactNode } from 'react';
import { mutate } from '../api/graphql.js';
import { Refused } from '../api/refusal.js';
import { Button } from '../design/button.js';
import { CheckField } from '../design/check-field.js';
import { DateTimeField } from '../design/date-time-field.js';
import { OpenDialog } from '../design/dialog.js';
import { Select, TextField } from '../design/fields.js';
import { Form } from '../design/form.js';
import { NumberField } from '../design/number-field.js';
import { Message } from '../design/states.js';
import { reserveMutation } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { DevicesText, WindowText } from './window-text.js';
import { nearestPart, windowsOf, type FreeWindow } from './free-window.js';
import type { GridDevice } from './grid/entry.js';
import type { Pool, Project, Rules } from './use-calendar.js';

export interface ReservationDraft {
  /** In ms since 1970. */
  readonly from: number;
  readonly until: number;
  /** Those that were drawn over; none: any. */
  readonly devices: readonly GridDevice[];
  readonly count?: number;
  readonly model?: string;
}

export interface ReserveDialogProps {
  readonly pool: Pool;
  readonly projects: readonly Project[];
  readonly rules: Rules | undefined;
  readonly devices: readonly GridDevice[];
  readonly draft: ReservationDraft;
  readonly onClose: () => void;
  readonly onBooked: (booked: { readonly id: string; readonly from: string; readonly until: string }) => void;
}

const ANY = 'any';
const CHOSEN = 'chosen';
const MINUTE = 60_000;
const LAST_PROJECT = 'berth-last-project';

const lastProject = (projects: readonly Project[]): string => {
  let kept: string | null = null;
  try {
    kept = localStorage.getItem(LAST_PROJECT);
  } catch {
    // the browser keeps nothing for this page
  }
  return (projects.find(({ id }) => id === kept) ?? projects[0])?.id ?? '';
};

/** What is booked, for whom and until when. What the platform refuses is said at its field, with free windows near it. */
export function ReserveDialog(props: ReserveDialogProps): ReactNode {
  const { pool, projects, rules, devices, draft, onClose, onBooked } = props;
  const { t, format } = useReader();
  const [project, setProject] = useState(() => lastProject(projects));
  const [chosen, setChosen] = useState(draft.devices);
  const [which, setWhich] = useState<typeof ANY | typeof CHOSEN>(draft.devices.length > 0 ? CHOSEN : ANY);
  const [count, setCount] = useState(draft.count ?? Math.max(1, draft.devices.length));
  const [model, setModel] = useState(draft.model ?? draft.devices[0]?.model ?? ANY);
  const [from, setFrom] = useState<number | undefined>(
    Math.max(draft.from, Math.ceil(Date.now() / MINUTE) * MINUTE),
  );
  const [until, setUntil] = useState<number | undefined>(draft.until);
  const [shared, setShared] = useState(false);
  const [windows, setWindows] = useState<readonly FreeWindow[]>();
  const models = [...new Set(devices.map((device) => device.model))].sort();
  const length = from !== undefined && until !== undefined && until > from ? until - from : undefined;

  const book = async ({ title = '' }: { readonly [field: string]: string }): Promise<void> => {
    setWindows(undefined);
    const gpus =
      which === CHOSEN
        ? { devices: chosen.map(({ uuid }) => uuid) }
        : { count, ...(model !== ANY && { model }) };
    try {
      const { reservation } = await mutate(reserveMutation, {
        input: {
          pool: pool.id,
          project,
          gpus,
          sharedWithProject: shared,
          // a start that has passed while the form was filled in is now
          ...(from !== undefined && from > Date.now() && { from: new Date(from).toISOString() }),
          ...(until !== undefined && { until: new Date(until).toISOString() }),
          ...(title.trim() !== '' && { title: title.trim() }),
        },
      });
      keepProject(project);
      onBooked(reservation);
    } catch (error) {
      if (!(error instanceof Refused && 'freeWindows' in error.refusal)) throw error;
      setWindows(windowsOf(error.refusal));
      // it is about devices and time together, and the windows below say more than the field could
      throw new Refused({ ...error.refusal, field: undefined });
    }
  };

  const partOf = (window: FreeWindow) =>
    nearestPart(window, {
      from: from ?? Date.parse(window.from),
      ms: length ?? Date.parse(window.until) - Date.parse(window.from),
    });
  const take = (window: FreeWindow): void => {
    const part = partOf(window);
    setFrom(part.from);
    setUntil(part.until);
    const uuids = new Set(window.devices.map(({ uuid }) => uuid));
    const taken = devices.filter(({ uuid }) => uuids.has(uuid));
    if (taken.length === uuids.size) {
      setChosen(taken);
      setWhich(CHOSEN);
    }
    setWindows(undefined);
  };

  if (projects.length === 0)
    return (
      <OpenDialog title={t('reserving.title')} onClose={onClose}>
        <Message title={t('reserving.noProject')}>{t('reserving.noProject.help')}</Message>
      </OpenDialog>
    );
  return (
    <OpenDialog title={t('reserving.title')} onClose={onClose}>
      <Form
        submit={t('reserving.book')}
        submitting={t('reserving.reserving')}
        onSubmit={book}
        actions={<Button onPress={onClose}>{t('action.cancel')}</Button>}
      >
        <Select
          label={t('reserving.project')}
          help={t('reserving.project.help')}
          options={projects}
          value={project}
          onChange={setProject}
        />
        <Select
          label={t('reserving.which')}
          options={[
            ...(chosen.length > 0
              ? [{ id: CHOSEN, name: t('reserving.chosen', { count: chosen.length }) } as const]
              : []),
            { id: ANY, name: t('reserving.any') } as const,
          ]}
          value={which}
          onChange={setWhich}
        />
        {which === CHOSEN ? (
          <p className="text-sm text-muted">
            <DevicesText devices={chosen} />
          </p>
        ) : (
          <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
            <NumberField
              name="count"
              label={t('reserving.count')}
              value={count}
              onChange={setCount}
              minValue={1}
              maxValue={Math.max(1, devices.length)}
            />
            <Select
              label={t('reserving.model')}
              options={[
                { id: ANY, name: t('reserving.anyModel') },
                ...models.map((id) => ({ id, name: id })),
              ]}
              value={model}
              onChange={setModel}
            />
          </div>
        )}
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          <DateTimeField name="from" label={t('reserving.from')} value={from} onChange={setFrom} isRequired />
          <DateTimeField
            name="until"
            label={t('reserving.until')}
            value={until}
            onChange={setUntil}
            isRequired
          />
        </div>
        <p className="text-sm text-muted">
          {length === undefined ? t('reserving.noLength') : `${format.duration(length / 1000)}.`}{' '}
          {rules &&
            t('reserving.rules', {
              hours: format.number(rules.maxHours),
              days: format.number(rules.horizonDays),
              zone: format.zone,
            })}
        </p>
        <TextField name="title" label={t('reserving.name')} help={t('reserving.name.help')} maxLength={200} />
        <CheckField label={t('reserving.shared')} isSelected={shared} onChange={setShared} />
        {pool.approval && <p className="rounded-md bg-warn-soft px-3 py-2">{t('reserving.approval')}</p>}
        {windows && <Windows windows={windows} partOf={partOf} onTake={take} />}
      </Form>
    </OpenDialog>
  );
}

function keepProject(id: string): void {
  try {
    localStorage.setItem(LAST_PROJECT, id);
  } catch {
    // the next form begins with the first project
  }
}

function Windows({
  windows,
  partOf,
  onTake,
}: {
  readonly windows: readonly FreeWindow[];
  readonly partOf: (window: FreeWindow) => { readonly from: number; readonly until: number };
  readonly onTake: (window: FreeWindow) => void;
}): ReactNode {
  const { t } = useReader();
  if (windows.length === 0) return <p>{t('reserving.noWindows')}</p>;
  return (
    <section aria-label={t('reserving.windows')} className="flex flex-col gap-2">
      <h3 className="font-medium">{t('reserving.windows')}</h3>
      <ul className="flex flex-col gap-1">
        {windows.map((window) => (
          <li key={`${window.from} ${window.devices.map(({ uuid }) => uuid).join()}`}>
            <Button onPress={() => onTake(window)}>
              <span className="flex flex-col items-start whitespace-normal">
                <WindowText {...partOf(window)} />
                <span className="text-sm text-muted">
                  <DevicesText devices={window.devices} />
                </span>
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

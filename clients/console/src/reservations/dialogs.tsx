import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { mutate, query } from '../api/graphql.js';
import { Refused } from '../api/refusal.js';
import { Button } from '../design/button.js';
import { CheckField } from '../design/check-field.js';
import { OpenDialog } from '../design/dialog.js';
import { TextField } from '../design/fields.js';
import { Form } from '../design/form.js';
import { NumberField } from '../design/number-field.js';
import {
  cancelReservationMutation,
  createCalendarFeedMutation,
  extendReservationMutation,
  releaseReservationMutation,
  restOfSeriesQuery,
} from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { freedBy } from './consequences.js';
import { termsOf, type Shown } from './terms.js';
import { copyText } from '../design/copy-text.js';

const MINUTE = 60_000;
const QUICK_HOURS = [1, 4, 12] as const;

interface DialogProps {
  readonly reservation: Shown;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

type Values = { readonly [field: string]: string };

const reasonOf = ({ reason = '' }: Values) => (reason.trim() === '' ? {} : { reason: reason.trim() });

/** Says until when it then lasts, and where it can't, until when the GPUs are free. */
export function ExtendDialog({ reservation, onClose, onDone }: DialogProps): ReactNode {
  const { t, format } = useReader();
  const [hours, setHours] = useState<number>(QUICK_HOURS[0]);
  const [freeUntil, setFreeUntil] = useState<string>();
  const { until } = termsOf(reservation);
  const submit = async (values: Values): Promise<void> => {
    setFreeUntil(undefined);
    try {
      await mutate(extendReservationMutation, {
        input: { reservationId: reservation.id, minutes: hours * 60, ...reasonOf(values) },
      });
      onDone();
    } catch (error) {
      const refusal = error instanceof Refused ? (error.refusal as { freeUntil?: string | null }) : undefined;
      setFreeUntil(refusal?.freeUntil ?? undefined);
      throw error;
    }
  };
  const room = freeUntil === undefined ? 0 : (Date.parse(freeUntil) - until) / (60 * MINUTE);
  return (
    <OpenDialog title={t('reservation.extend')} onClose={onClose}>
      <Form
        submit={t('reservation.extend')}
        onSubmit={submit}
        actions={<Button onPress={onClose}>{t('action.close')}</Button>}
      >
        <div className="flex flex-wrap gap-2">
          {QUICK_HOURS.map((each) => (
            <Button key={each} onPress={() => setHours(each)}>
              {t('reservation.plusHours', { hours: format.number(each) })}
            </Button>
          ))}
        </div>
        <NumberField
          name="minutes"
          label={t('reservation.hours')}
          value={hours}
          onChange={setHours}
          minValue={0.25}
          step={0.25}
        />
        <p>{t('reservation.extend.effect', { until: format.dateTime(until + hours * 60 * MINUTE) })}</p>
        {freeUntil !== undefined &&
          (room > 0 ? (
            <p className="flex flex-wrap items-center gap-2">
              {t('reservation.extend.freeUntil', { until: format.dateTime(freeUntil) })}
              <Button onPress={() => setHours(room)}>{t('reservation.extend.untilThen')}</Button>
            </p>
          ) : (
            <p>{t('reservation.extend.takenAtOnce')}</p>
          ))}
        <Reason />
      </Form>
    </OpenDialog>
  );
}

const Reason = (): ReactNode => {
  const { t } = useReader();
  return <TextField name="reason" label={t('reservation.reason')} help={t('reservation.reason.help')} />;
};

/** What others get by it. */
function Effect({ reservation }: { readonly reservation: Shown }): ReactNode {
  const { t, format } = useReader();
  const { gpus, ms, gpuHours } = freedBy(termsOf(reservation), Date.now());
  return (
    <p>
      {t('reservation.freed', {
        count: gpus,
        time: format.duration(ms / 1000),
        hours: format.number(gpuHours, { maximumFractionDigits: 1 }),
      })}
    </p>
  );
}

export function ReleaseDialog({ reservation, onClose, onDone }: DialogProps): ReactNode {
  const { t } = useReader();
  return (
    <OpenDialog title={t('reservation.release.title')} onClose={onClose}>
      <Form
        submit={t('reservation.release')}
        onSubmit={async (values) => {
          await mutate(releaseReservationMutation, {
            input: { reservationId: reservation.id, ...reasonOf(values) },
          });
          onDone();
        }}
        actions={<Button onPress={onClose}>{t('action.close')}</Button>}
      >
        <Effect reservation={reservation} />
        <p className="text-muted">{t('reservation.release.jobs')}</p>
        <Reason />
      </Form>
    </OpenDialog>
  );
}

export function CancelDialog({ reservation, onClose, onDone }: DialogProps): ReactNode {
  const { t } = useReader();
  const [rest, setRest] = useState(false);
  const { seriesId } = reservation;
  const series = useQuery({
    queryKey: ['rest-of-series', seriesId],
    enabled: seriesId != null,
    queryFn: async ({ signal }) =>
      (await query(restOfSeriesQuery, { series: seriesId ?? '' }, { signal })).reservations.totalCount,
  });
  return (
    <OpenDialog title={t('reservation.cancel.title')} onClose={onClose}>
      <Form
        submit={t('reservation.cancel')}
        onSubmit={async (values) => {
          await mutate(cancelReservationMutation, {
            input: { reservationId: reservation.id, restOfSeries: rest, ...reasonOf(values) },
          });
          onDone();
        }}
        actions={<Button onPress={onClose}>{t('action.close')}</Button>}
      >
        <Effect reservation={reservation} />
        {seriesId != null && (
          <CheckField
            label={t('reservation.cancel.series', { count: series.data ?? 1 })}
            isSelected={rest}
            onChange={setRest}
          />
        )}
        <p className="text-muted">{t('reservation.cancel.final')}</p>
        <Reason />
      </Form>
    </OpenDialog>
  );
}

/** A secret address of all the viewer's reservations; the platform shows it once. */
export function FeedDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useReader();
  const [url, setUrl] = useState<string>();
  return (
    <OpenDialog title={t('reservation.feed')} onClose={onClose}>
      {url === undefined ? (
        <Form
          submit={t('reservation.feed.create')}
          onSubmit={async () => {
            const created = await mutate(createCalendarFeedMutation, { input: { scope: 'USER' } });
            setUrl(created.url);
          }}
          actions={<Button onPress={onClose}>{t('action.close')}</Button>}
        >
          <p>{t('reservation.feed.help')}</p>
        </Form>
      ) : (
        <>
          <p>{t('reservation.feed.once')}</p>
          <bdi dir="ltr" className="rounded-md bg-sunken px-3 py-2 font-mono text-sm break-all">
            {url}
          </bdi>
          <div className="flex gap-2">
            <Button kind="primary" onPress={() => void copyText(url)}>
              {t('state.copy')}
            </Button>
            <Button onPress={onClose}>{t('action.close')}</Button>
          </div>
        </>
      )}
    </OpenDialog>
  );
}

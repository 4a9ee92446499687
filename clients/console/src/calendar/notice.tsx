import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import type { Refusal } from '../api/refusal.js';
import { Button, buttonClass } from '../design/button.js';
import { RefusalNotice } from '../design/refusal-notice.js';
import type { ChangeReservationInput } from '../generated/operations.js';
import { useText } from '../i18n/text.js';

/** What a gesture did, with what takes it back. */
export interface Done {
  readonly text: string;
  readonly undo?: ChangeReservationInput;
  /** Id of the reservation. */
  readonly open?: string;
}

export interface NoticeProps {
  readonly failure: Refusal | undefined;
  readonly done: Done | undefined;
  readonly onUndo: (input: ChangeReservationInput) => void;
  readonly onClose: () => void;
}

/** What came of a gesture. It lies over the page, so that the grid stays where the pointer has it. */
export function Notice({ failure, done, onUndo, onClose }: NoticeProps): ReactNode {
  const t = useText();
  const undo = done?.undo;
  return (
    <div className="fixed inset-x-4 bottom-4 z-40 mx-auto w-fit max-w-2xl">
      <div role="status">
        {done && (
          <div className="flex flex-wrap items-center gap-2 rounded-md border border-good bg-good-soft px-3 py-1.5 shadow-lg">
            <span>{done.text}</span>
            {undo && (
              <Button kind="quiet" onPress={() => onUndo(undo)}>
                {t('calendar.undo')}
              </Button>
            )}
            {done.open !== undefined && (
              <Link to="/reservations/$id" params={{ id: done.open }} className={buttonClass('quiet')}>
                {t('reserving.open')}
              </Link>
            )}
            <Button kind="quiet" aria-label={t('action.close')} onPress={onClose}>
              ✕
            </Button>
          </div>
        )}
      </div>
      {failure && (
        <div className="flex flex-col items-end gap-1 shadow-lg">
          <RefusalNotice refusal={failure} />
          <Button onPress={onClose}>{t('action.close')}</Button>
        </div>
      )}
    </div>
  );
}

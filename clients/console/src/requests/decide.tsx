import { useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { mutate } from '../api/graphql.js';
import { Button } from '../design/button.js';
import { OpenDialog } from '../design/dialog.js';
import { TextField } from '../design/fields.js';
import { Form } from '../design/form.js';
import { decideRequestsMutation, type DecisionKind } from '../generated/operations.js';
import { useText } from '../i18n/text.js';

export interface DecideDialogProps {
  readonly decision: DecisionKind;
  readonly ids: readonly string[];
  readonly onClose: () => void;
}

interface Refused {
  readonly id: string;
  readonly code: string | null;
  readonly message: string | null;
}

/** What the platform takes at once. */
const MAX_AT_ONCE = 100;

/** Approves or rejects all at once; each succeeds or fails by itself, and those that failed are named. */
export function DecideDialog({ decision, ids, onClose }: DecideDialogProps): ReactNode {
  const t = useText();
  const queries = useQueryClient();
  const [failed, setFailed] = useState<readonly Refused[]>();
  const decide = async ({ reason = '' }: { readonly [name: string]: string }): Promise<void> => {
    const refused: Refused[] = [];
    try {
      for (let start = 0; start < ids.length; start += MAX_AT_ONCE) {
        const some = ids.slice(start, start + MAX_AT_ONCE);
        const outcome = await mutate(decideRequestsMutation, {
          input: { ids: some, decision, reason: reason.trim() || undefined },
        });
        if ('decisions' in outcome) refused.push(...outcome.decisions.filter(({ done }) => !done));
      }
    } finally {
      // what came before a failure is decided
      await queries.invalidateQueries({ queryKey: ['inbox'] });
    }
    if (refused.length > 0) setFailed(refused);
    else onClose();
  };
  const act = decision === 'APPROVE' ? 'approve' : 'reject';
  return (
    <OpenDialog title={t(`requests.${act}.title`, { count: ids.length })} onClose={onClose}>
      {failed ? (
        <>
          <p>{t('requests.failed', { failed: failed.length, count: ids.length })}</p>
          <ul className="flex flex-col gap-1">
            {failed.map(({ id, code, message }) => (
              <li key={id} className="rounded-md bg-bad-soft px-3 py-1.5">
                <bdi lang="en">{message ?? code}</bdi>
              </li>
            ))}
          </ul>
          <div>
            <Button onPress={onClose}>{t('action.close')}</Button>
          </div>
        </>
      ) : (
        <Form
          submit={t(`requests.${act}`)}
          onSubmit={decide}
          actions={<Button onPress={onClose}>{t('action.cancel')}</Button>}
        >
          <TextField
            name="reason"
            label={t('requests.reason')}
            help={t(`requests.${act}.reason.help`)}
            isRequired={decision === 'REJECT'}
            maxLength={500}
            autoFocus
          />
        </Form>
      )}
    </OpenDialog>
  );
}

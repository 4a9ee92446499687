import { useState, type ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { TextField } from '../design/fields.js';
import { Form } from '../design/form.js';
import { Button } from '../design/button.js';
import { useText } from '../i18n/text.js';

export interface AskDialogProps {
  readonly title: string;
  /** What will happen, in numbers. */
  readonly children: ReactNode;
  readonly submit: string;
  /** Whether a reason is asked for, and whether it has to be given. */
  readonly reason?: 'optional' | 'required';
  /** @throws Refused */
  readonly onSubmit: (reason: string | undefined) => Promise<void>;
  readonly onClose: () => void;
}

/** Says what an act does before it is done. */
export function AskDialog({ title, children, submit, reason, onSubmit, onClose }: AskDialogProps): ReactNode {
  const t = useText();
  const [busy, setBusy] = useState(false);
  return (
    <ModalOverlay
      isOpen
      isDismissable={!busy}
      onOpenChange={(open) => !open && onClose()}
      className="fixed inset-0 z-10 flex items-center justify-center bg-black/40 p-4"
    >
      <Modal className="w-full max-w-lg rounded-xl border border-line bg-raised p-5 shadow-xl">
        <Dialog className="flex flex-col gap-3 outline-none">
          <Heading slot="title" className="text-lg font-semibold">
            {title}
          </Heading>
          {children}
          <Form
            submit={submit}
            onSubmit={async (values) => {
              setBusy(true);
              try {
                await onSubmit(values['reason'] || undefined);
              } finally {
                setBusy(false);
              }
            }}
            actions={<Button onPress={onClose}>{t('action.close')}</Button>}
          >
            {reason && (
              <TextField
                name="reason"
                label={t('jobs.reason')}
                help={t('jobs.reason.help')}
                isRequired={reason === 'required'}
                maxLength={500}
                autoFocus
              />
            )}
          </Form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

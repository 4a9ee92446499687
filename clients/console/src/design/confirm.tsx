import type { ReactNode } from 'react';
import { useText } from '../i18n/text.js';
import { Button, type ButtonProps } from './button.js';
import { Dialog } from './dialog.js';
import { Form } from './form.js';

export interface ConfirmProps {
  /** What it does, as the button says it. */
  readonly act: string;
  readonly kind?: ButtonProps['kind'];
  readonly title: string;
  /** What will come of it. */
  readonly consequence: string;
  readonly onConfirm: (values: { readonly [field: string]: string }) => Promise<void>;
  /** Fields, such as a reason. */
  readonly children?: ReactNode;
}

/** An act that says what it will do before it does it. */
export function Confirm({ act, kind, title, consequence, onConfirm, children }: ConfirmProps): ReactNode {
  const t = useText();
  return (
    <Dialog button={act} {...(kind && { kind })} title={title}>
      {(close) => (
        <Form
          submit={act}
          actions={<Button onPress={close}>{t('action.cancel')}</Button>}
          onSubmit={async (values) => {
            await onConfirm(values);
            close();
          }}
        >
          <p>{consequence}</p>
          {children}
        </Form>
      )}
    </Dialog>
  );
}

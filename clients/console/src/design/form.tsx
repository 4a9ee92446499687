import { useMemo, useState, type FormEvent, type ReactNode } from 'react';
import { Form as AriaForm } from 'react-aria-components';
import { refusalOf, type Refusal } from '../api/refusal.js';
import { useReader } from '../i18n/text.js';
import { Button } from './button.js';
import { faultsOf } from './field-faults.js';
import { RefusalNotice } from './refusal-notice.js';

export interface FormProps {
  /** Does it; what it throws is shown, at its field where it names one. What was typed stays. */
  readonly onSubmit: (values: { readonly [field: string]: string }) => Promise<void>;
  readonly submit: string;
  readonly submitting?: string;
  readonly children: ReactNode;
  /** Beside the button. */
  readonly actions?: ReactNode;
}

/** A form that waits for the answer: its button can't be pressed twice, and a refusal stands where it belongs. */
export function Form({ onSubmit, submit, submitting, children, actions }: FormProps): ReactNode {
  const [refusal, setRefusal] = useState<Refusal>();
  const [pending, setPending] = useState(false);
  const [names, setNames] = useState<ReadonlySet<string>>(new Set());
  const send = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setNames(new Set(data.keys()));
    setPending(true);
    setRefusal(undefined);
    try {
      await onSubmit(Object.fromEntries([...data].map(([name, value]) => [name, String(value)])));
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setPending(false);
    }
  };
  const { t, has } = useReader();
  const faults = useMemo(
    () => (refusal ? faultsOf(refusal).filter(({ name }) => names.has(name)) : []),
    [refusal, names],
  );
  // another object would bring back the faults of fields that have been corrected since
  const validationErrors = useMemo(
    () =>
      Object.fromEntries(
        faults.map(({ name, message, rule, numbers }) => {
          const key = `rule.${rule}`;
          return [name, has(key) ? t(key, numbers) : message];
        }),
      ),
    [faults, t, has],
  );
  return (
    <AriaForm
      className="flex flex-col gap-4"
      onSubmit={(event) => void send(event)}
      validationErrors={validationErrors}
    >
      {children}
      {refusal && faults.length === 0 && <RefusalNotice refusal={refusal} />}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" kind="primary" isPending={pending}>
          {pending ? (submitting ?? submit) : submit}
        </Button>
        {actions}
      </div>
    </AriaForm>
  );
}

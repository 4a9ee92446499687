import { useState, type ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { Button } from '../design/button.js';
import type { SubmitJobInput } from '../generated/operations.js';
import { useText } from '../i18n/text.js';
import { COPY_FORMS, copyAs, type CopyForm } from './copy-as.js';
import { copyText } from '../design/copy-text.js';

const NAMES: { readonly [form in Exclude<CopyForm, 'cli'>]: string } = {
  curl: 'curl',
  python: 'Python',
  graphql: 'GraphQL',
};

/** The same job as each face of the platform takes it. */
export function CopyAsPanel({ input }: { readonly input: SubmitJobInput }): ReactNode {
  const t = useText();
  const [form, setForm] = useState<CopyForm>('cli');
  const [copied, setCopied] = useState(false);
  const text = copyAs(form, input, location.origin);
  return (
    <section className="flex flex-col gap-2 rounded-lg border border-line bg-raised p-4">
      <div className="flex items-center justify-between gap-2">
        <h2 className="font-semibold">{t('jobs.copyAs')}</h2>
        <Button kind="quiet" onPress={() => void copyText(text).then(setCopied)}>
          {t(copied ? 'state.copied' : 'state.copy')}
        </Button>
      </div>
      <Tabs
        selectedKey={form}
        onSelectionChange={(key) => {
          setForm(key as CopyForm);
          setCopied(false);
        }}
      >
        <TabList aria-label={t('jobs.copyAs')} className="flex flex-wrap gap-1">
          {COPY_FORMS.map((id) => (
            <Tab
              key={id}
              id={id}
              className="cursor-default rounded-md px-2.5 py-1 text-muted hover:bg-sunken data-selected:bg-accent-soft data-selected:text-text"
            >
              {id === 'cli' ? t('jobs.copyAs.cli') : NAMES[id]}
            </Tab>
          ))}
        </TabList>
        {COPY_FORMS.map((id) => (
          <TabPanel key={id} id={id}>
            <pre
              dir="ltr"
              translate="no"
              tabIndex={0}
              className="max-h-80 overflow-auto rounded-md bg-sunken p-3 text-xs whitespace-pre-wrap"
            >
              {text}
            </pre>
          </TabPanel>
        ))}
      </Tabs>
    </section>
  );
}

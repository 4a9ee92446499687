import { useState, type ReactNode } from 'react';
import { useText } from '../i18n/text.js';
import { Button } from './button.js';
import { copyText } from './copy-text.js';

/** A command or a secret to take along, left to right in every language. */
export function CopiedText({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  const t = useText();
  const [copied, setCopied] = useState(false);
  return (
    <div className="flex flex-col gap-1">
      <p className="font-medium">{label}</p>
      <div className="flex items-start gap-2">
        <pre
          dir="ltr"
          translate="no"
          tabIndex={0}
          aria-label={label}
          className="min-w-0 flex-1 overflow-auto rounded-md bg-sunken px-3 py-2 font-mono text-sm"
        >
          {text}
        </pre>
        <Button onPress={() => void copyText(text).then(setCopied)}>
          {copied ? t('state.copied') : t('state.copy')}
        </Button>
      </div>
    </div>
  );
}

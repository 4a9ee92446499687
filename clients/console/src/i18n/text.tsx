import { setupI18n, type I18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components';
import type { MessageKey, Messages } from './catalogue.js';
import { Format } from './format.js';
import { loadMessages } from './load-messages.js';
import { applyLook, keepLook, loadLook, type Look } from './look.js';

type Values = { readonly [name: string]: string | number | undefined };

/** Gives a text of the console in the reader's language. */
export type Translate = (key: MessageKey, values?: Values) => string;

interface Reader {
  readonly t: Translate;
  /** Whether the console has a text under a key that is made at run time, such as that of a code. */
  readonly has: (key: string) => key is MessageKey;
  readonly format: Format;
  readonly look: Look;
  readonly setLook: (change: Partial<Look>) => void;
}

const ReaderContext = createContext<Reader | undefined>(undefined);

export function useReader(): Reader {
  const reader = use(ReaderContext);
  if (!reader) throw new Error('there is no ReaderProvider above');
  return reader;
}

export const useText = (): Translate => useReader().t;
export const useFormat = (): Format => useReader().format;

/** Language, zone, calendar and theme of whoever reads; nothing is shown before the language is there. */
export function ReaderProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [look, setLook] = useState(loadLook);
  const [loaded, setLoaded] = useState<{ readonly i18n: I18n; readonly messages: Messages }>();
  useEffect(() => {
    let current = true;
    void loadMessages(look.locale).then((messages) => {
      if (!current) return;
      const i18n = setupI18n({ locale: look.locale, messages: { [look.locale]: messages } });
      i18n.setMessagesCompiler(compileMessage);
      setLoaded({ i18n, messages });
    });
    return () => {
      current = false;
    };
  }, [look.locale]);
  useEffect(() => {
    applyLook(look);
    keepLook(look);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const follow = (): void => applyLook(look);
    scheme.addEventListener('change', follow);
    return () => scheme.removeEventListener('change', follow);
  }, [look]);
  const reader = useMemo<Reader | undefined>(() => {
    if (!loaded) return undefined;
    const { i18n, messages } = loaded;
    return {
      t: (key, values) => i18n._(key, values),
      has: (key): key is MessageKey => Object.hasOwn(messages, key),
      format: new Format(look),
      look,
      setLook: (change) => setLook((before) => ({ ...before, ...change })),
    };
  }, [loaded, look]);
  if (!reader) return null;
  return (
    <ReaderContext value={reader}>
      <I18nProvider locale={reader.format.locale}>{children}</I18nProvider>
    </ReaderContext>
  );
}

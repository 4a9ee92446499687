import type { ReactNode } from 'react';
import { Select } from '../design/fields.js';
import { LOCALE_NAMES, LOCALES } from '../i18n/catalogue.js';
import { useReader } from '../i18n/text.js';

export function LanguageSelect(): ReactNode {
  const { t, look, setLook } = useReader();
  const options = LOCALES.map((id) => ({ id, name: LOCALE_NAMES[id] }));
  return (
    <Select
      label={t('settings.language')}
      options={options}
      value={look.locale}
      onChange={(locale) => setLook({ locale })}
    />
  );
}

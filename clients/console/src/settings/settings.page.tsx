import type { ReactNode } from 'react';
import { Page } from '../design/page.js';
import { Checkbox, Select } from '../design/fields.js';
import { calendarOf, deviceZone } from '../i18n/format.js';
import { CALENDARS, THEMES } from '../i18n/look.js';
import { useReader } from '../i18n/text.js';
import { LanguageSelect } from './language-select.js';

const OF_DEVICE = 'device';
const OF_LANGUAGE = 'language';

/** How the console looks to its reader; it holds for this browser. */
export function SettingsPage(): ReactNode {
  const { t, look, setLook } = useReader();
  const zones = [
    { id: OF_DEVICE, name: t('settings.zone.device', { zone: deviceZone() }) },
    ...['UTC', ...Intl.supportedValuesOf('timeZone')].map((id) => ({ id, name: id })),
  ];
  const named = CALENDARS.map((id) => ({ id, name: t(`settings.calendar.${id}`) }));
  const ofLanguage = t(`settings.calendar.${calendarOf(look.locale)}`);
  const calendars = [
    { id: OF_LANGUAGE, name: t('settings.calendar.language', { calendar: ofLanguage }) } as const,
    ...named,
  ];
  return (
    <Page title={t('settings.title')}>
      <div className="flex max-w-md flex-col gap-5">
        <LanguageSelect />
        <Select
          label={t('settings.theme')}
          options={THEMES.map((id) => ({ id, name: t(`settings.theme.${id}`) }))}
          value={look.theme}
          onChange={(theme) => setLook({ theme })}
        />
        <Select
          label={t('settings.zone')}
          help={t('settings.zone.help')}
          options={zones}
          value={look.zone ?? OF_DEVICE}
          onChange={(zone) => setLook({ zone: zone === OF_DEVICE ? undefined : zone })}
        />
        <Select
          label={t('settings.calendar')}
          options={calendars}
          value={look.calendar ?? OF_LANGUAGE}
          onChange={(calendar) => setLook({ calendar: calendar === OF_LANGUAGE ? undefined : calendar })}
        />
        <Checkbox
          label={t('settings.singleKeys')}
          help={t('settings.singleKeys.help')}
          value={look.singleKeys}
          onChange={(singleKeys) => setLook({ singleKeys })}
        />
      </div>
    </Page>
  );
}

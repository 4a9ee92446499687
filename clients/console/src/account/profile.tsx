import { useState, type ReactNode } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { mutate, query } from '../api/graphql.js';
import { Select, TextField } from '../design/fields.js';
import { Form } from '../design/form.js';
import { Section } from '../design/section.js';
import { Loaded } from '../design/states.js';
import {
  ownAccountQuery,
  updateProfileMutation,
  type OwnAccountQuery,
  type ProfileInput,
} from '../generated/operations.js';
import { LOCALE_NAMES, LOCALES } from '../i18n/catalogue.js';
import { useReader } from '../i18n/text.js';
import { session } from '../session/session.js';

type Account = NonNullable<OwnAccountQuery['viewer']>;

const NONE = 'none';
const LOCALE_INPUTS = { en: 'EN', 'zh-CN': 'ZH_CN', 'zh-TW': 'ZH_TW', fa: 'FA' } as const;

/** Names, and how messages of the platform reach the reader. */
export function Profile(): ReactNode {
  const { t } = useReader();
  const account = useQuery({
    queryKey: ['account'],
    queryFn: async ({ signal }) => (await query(ownAccountQuery, {}, { signal })).viewer,
  });
  return (
    <Section title={t('account.profile')} help={t('account.profile.help')}>
      <Loaded result={account}>{(viewer) => (viewer ? <ProfileForm account={viewer} /> : null)}</Loaded>
    </Section>
  );
}

function ProfileForm({ account }: { readonly account: Account }): ReactNode {
  const { t } = useReader();
  const queries = useQueryClient();
  const profile = account.profile;
  const [locale, setLocale] = useState(LOCALES.find((each) => each === profile?.locale));
  const [zone, setZone] = useState(profile?.timeZone ?? NONE);
  const [saved, setSaved] = useState(false);
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((each) => each !== 'UTC')];
  return (
    <Form
      submit={t('action.save')}
      actions={saved && <span role="status">{t('account.saved')}</span>}
      onSubmit={async ({ username = '', email = '', ...rest }) => {
        setSaved(false);
        const input: ProfileInput = {
          givenName: rest['givenName'],
          familyName: rest['familyName'],
          organisation: rest['organisation'],
          lab: rest['lab'],
          phone: rest['phone'],
          ...(locale && { locale: LOCALE_INPUTS[locale] }),
          ...(zone !== NONE && { timeZone: zone }),
        };
        await mutate(updateProfileMutation, {
          input: {
            profile: input,
            ...(username.trim() !== account.username && { username: username.trim() }),
            ...(email.trim() !== account.email && { email: email.trim() }),
          },
        });
        await queries.invalidateQueries({ queryKey: ['account'] });
        // the menu has the name of the session
        if (username.trim() !== account.username) await session.renew();
        setSaved(true);
      }}
    >
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          name="username"
          label={t('session.username')}
          help={t('session.username.help')}
          defaultValue={account.username}
          autoComplete="username"
          isRequired
        />
        <TextField
          name="email"
          type="email"
          label={t('session.email')}
          help={t('session.email.help')}
          defaultValue={account.email ?? ''}
          autoComplete="email"
          isRequired
        />
        <TextField
          name="givenName"
          label={t('account.givenName')}
          defaultValue={profile?.givenName ?? ''}
          autoComplete="given-name"
        />
        <TextField
          name="familyName"
          label={t('account.familyName')}
          defaultValue={profile?.familyName ?? ''}
          autoComplete="family-name"
        />
        <TextField
          name="organisation"
          label={t('account.organisation')}
          defaultValue={profile?.organisation ?? ''}
          autoComplete="organization"
        />
        <TextField name="lab" label={t('account.lab')} defaultValue={profile?.lab ?? ''} />
        <TextField
          name="phone"
          type="tel"
          label={t('account.phone')}
          help={t('account.phone.help')}
          defaultValue={profile?.phone ?? ''}
          autoComplete="tel"
        />
        <Select
          label={t('account.locale')}
          help={t('account.locale.help')}
          options={[
            ...(locale ? [] : [{ id: NONE, name: t('account.notSaid') }]),
            ...LOCALES.map((id) => ({ id, name: LOCALE_NAMES[id] })),
          ]}
          value={locale ?? NONE}
          onChange={(chosen) => setLocale(LOCALES.find((each) => each === chosen))}
        />
        <Select
          label={t('settings.zone')}
          help={t('account.zone.help')}
          options={[
            ...(zone === NONE ? [{ id: NONE, name: t('account.notSaid') }] : []),
            ...(zone === NONE || zones.includes(zone) ? zones : [zone, ...zones]).map((id) => ({
              id,
              name: id,
            })),
          ]}
          value={zone}
          onChange={setZone}
        />
      </div>
    </Form>
  );
}

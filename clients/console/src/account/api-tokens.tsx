import { useState, type ReactNode } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { mutate, query } from '../api/graphql.js';
import { Badge } from '../design/badge.js';
import { Button } from '../design/button.js';
import { CheckField } from '../design/check-field.js';
import { Confirm } from '../design/confirm.js';
import { CopiedText } from '../design/copied-text.js';
import { DataTable } from '../design/data-table.js';
import { Dialog } from '../design/dialog.js';
import { TextField } from '../design/fields.js';
import { Form } from '../design/form.js';
import { Instant } from '../design/instant.js';
import { NumberField } from '../design/number-field.js';
import { Section } from '../design/section.js';
import { Loaded } from '../design/states.js';
import {
  createApiTokenMutation,
  ownApiTokensQuery,
  revokeApiTokenMutation,
  type OwnApiTokensQuery,
} from '../generated/operations.js';
import { useText } from '../i18n/text.js';

type Token = OwnApiTokensQuery['apiTokens'][number];

const KEY = ['apiTokens'];
const SCOPES = ['READ', 'JOBS', 'ADMIN'] as const;
const MAX_DAYS = 366;

/** What scripts of the reader's sign in with. */
export function ApiTokens(): ReactNode {
  const t = useText();
  const tokens = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => (await query(ownApiTokensQuery, {}, { signal })).apiTokens,
  });
  return (
    <Section
      title={t('account.tokens')}
      help={t('account.tokens.help')}
      actions={
        <Dialog button={t('account.token.create')} title={t('account.token.create')}>
          {(close) => <CreateToken onDone={close} />}
        </Dialog>
      }
    >
      <Loaded result={tokens}>
        {(found) =>
          found.length === 0 ? (
            <p className="text-muted">{t('account.tokens.none')}</p>
          ) : (
            <Tokens tokens={found} />
          )
        }
      </Loaded>
    </Section>
  );
}

function Tokens({ tokens }: { readonly tokens: readonly Token[] }): ReactNode {
  const t = useText();
  const queries = useQueryClient();
  return (
    <DataTable
      label={t('account.tokens')}
      columns={[
        { id: 'name', name: t('account.token.name') },
        { id: 'scopes', name: t('account.token.scopes') },
        { id: 'created', name: t('account.created') },
        { id: 'expires', name: t('account.expires') },
        { id: 'act', name: t('account.act') },
      ]}
      rows={tokens.map((token) => ({
        id: token.id,
        cells: [
          <bdi key="name">{token.name}</bdi>,
          token.scopes.map((scope) => t(`account.scope.${scope}`)).join(' · '),
          <Instant key="created" at={token.createdAt} />,
          <Instant key="expires" at={token.expiresAt} />,
          <TokenState
            key="act"
            token={token}
            onRevoked={() => queries.invalidateQueries({ queryKey: KEY })}
          />,
        ],
      }))}
    />
  );
}

function TokenState({
  token: { id, name, revoked, expiresAt },
  onRevoked,
}: {
  readonly token: Token;
  readonly onRevoked: () => Promise<void>;
}): ReactNode {
  const t = useText();
  if (revoked) return <Badge tone="plain">{t('account.revoked')}</Badge>;
  if (Date.parse(expiresAt) < Date.now()) return <Badge tone="plain">{t('account.expired')}</Badge>;
  return (
    <Confirm
      act={t('account.revoke')}
      title={t('account.token.revoke', { name })}
      consequence={t('account.token.revoke.explained')}
      onConfirm={async () => {
        await mutate(revokeApiTokenMutation, { input: { tokenId: id } });
        await onRevoked();
      }}
    />
  );
}

function CreateToken({ onDone }: { readonly onDone: () => void }): ReactNode {
  const t = useText();
  const queries = useQueryClient();
  const [scopes, setScopes] = useState<readonly (typeof SCOPES)[number][]>(['READ', 'JOBS']);
  const [days, setDays] = useState(90);
  const [secret, setSecret] = useState<string>();
  if (secret !== undefined)
    return (
      <>
        <CopiedText label={t('account.token.secret')} text={secret} />
        <p className="text-sm text-muted">{t('account.shownOnce')}</p>
        <div>
          <Button kind="primary" onPress={onDone}>
            {t('action.close')}
          </Button>
        </div>
      </>
    );
  return (
    <Form
      submit={t('account.token.create')}
      actions={<Button onPress={onDone}>{t('action.cancel')}</Button>}
      onSubmit={async ({ name = '' }) => {
        const made = await mutate(createApiTokenMutation, {
          input: { name: name.trim(), scopes, expiresInDays: days },
        });
        if ('token' in made) setSecret(made.token);
        await queries.invalidateQueries({ queryKey: KEY });
      }}
    >
      <TextField
        name="name"
        label={t('account.token.name')}
        help={t('account.token.name.help')}
        isRequired
        autoFocus
        autoComplete="off"
      />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">{t('account.token.scopes')}</legend>
        {SCOPES.map((scope) => (
          <CheckField
            key={scope}
            label={t(`account.scope.${scope}.help`)}
            isSelected={scopes.includes(scope)}
            onChange={(chosen) =>
              setScopes(SCOPES.filter((each) => (each === scope ? chosen : scopes.includes(each))))
            }
          />
        ))}
      </fieldset>
      <NumberField
        name="expiresInDays"
        label={t('account.token.days')}
        value={days}
        onChange={setDays}
        minValue={1}
        maxValue={MAX_DAYS}
      />
    </Form>
  );
}

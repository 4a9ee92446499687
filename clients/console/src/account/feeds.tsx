import { useState, type ReactNode } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { mutate, query } from '../api/graphql.js';
import { Badge } from '../design/badge.js';
import { Button } from '../design/button.js';
import { Confirm } from '../design/confirm.js';
import { CopiedText } from '../design/copied-text.js';
import { DataTable } from '../design/data-table.js';
import { Dialog } from '../design/dialog.js';
import { Select, TextField } from '../design/fields.js';
import { Form } from '../design/form.js';
import { Instant } from '../design/instant.js';
import { Picker } from '../design/picker.js';
import { Section } from '../design/section.js';
import { Loaded } from '../design/states.js';
import {
  createCalendarFeedMutation,
  ownFeedsQuery,
  revokeCalendarFeedMutation,
  type OwnFeedsQuery,
} from '../generated/operations.js';
import { useText } from '../i18n/text.js';

type Feed = OwnFeedsQuery['calendarFeeds'][number];

const KEY = ['calendarFeeds'];
const SCOPES = ['USER', 'POOL', 'DEVICE'] as const;

/** Reservations in the reader's own calendar program. */
export function Feeds(): ReactNode {
  const t = useText();
  const feeds = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => (await query(ownFeedsQuery, {}, { signal })).calendarFeeds,
  });
  return (
    <Section
      title={t('account.feeds')}
      help={t('account.feeds.help')}
      actions={
        <Dialog button={t('account.feed.create')} title={t('account.feed.create')}>
          {(close) => <CreateFeed onDone={close} />}
        </Dialog>
      }
    >
      <Loaded result={feeds}>
        {(found) =>
          found.length === 0 ? (
            <p className="text-muted">{t('account.feeds.none')}</p>
          ) : (
            <FeedRows feeds={found} />
          )
        }
      </Loaded>
    </Section>
  );
}

function FeedRows({ feeds }: { readonly feeds: readonly Feed[] }): ReactNode {
  const t = useText();
  const queries = useQueryClient();
  return (
    <DataTable
      label={t('account.feeds')}
      columns={[
        { id: 'scope', name: t('account.feed.scope') },
        { id: 'of', name: t('account.feed.of') },
        { id: 'created', name: t('account.created') },
        { id: 'act', name: t('account.act') },
      ]}
      rows={feeds.map(({ id, scope, of, createdAt, revokedAt }) => ({
        id,
        cells: [
          t(`account.feed.scope.${scope}`),
          <bdi key="of" dir="ltr" className="break-all">
            {of}
          </bdi>,
          <Instant key="created" at={createdAt} />,
          revokedAt != null ? (
            <Badge key="act" tone="plain">
              {t('account.revoked')}
            </Badge>
          ) : (
            <Confirm
              key="act"
              act={t('account.revoke')}
              title={t('account.feed.revoke')}
              consequence={t('account.feed.revoke.explained')}
              onConfirm={async () => {
                await mutate(revokeCalendarFeedMutation, { input: { feedId: id } });
                await queries.invalidateQueries({ queryKey: KEY });
              }}
            />
          ),
        ],
      }))}
    />
  );
}

function CreateFeed({ onDone }: { readonly onDone: () => void }): ReactNode {
  const t = useText();
  const queries = useQueryClient();
  const [scope, setScope] = useState<(typeof SCOPES)[number]>('USER');
  const [pool, setPool] = useState<string>();
  const [url, setUrl] = useState<string>();
  if (url !== undefined)
    return (
      <>
        <CopiedText label={t('account.feed.url')} text={url} />
        <p className="text-sm text-muted">{t('account.feed.url.help')}</p>
        <div>
          <Button kind="primary" onPress={onDone}>
            {t('action.close')}
          </Button>
        </div>
      </>
    );
  return (
    <Form
      submit={t('account.feed.create')}
      actions={<Button onPress={onDone}>{t('action.cancel')}</Button>}
      onSubmit={async ({ device = '' }) => {
        const of = scope === 'POOL' ? pool : scope === 'DEVICE' ? device.trim() : undefined;
        const made = await mutate(createCalendarFeedMutation, { input: { scope, of } });
        if ('url' in made) setUrl(new URL(made.url, globalThis.location.origin).href);
        await queries.invalidateQueries({ queryKey: KEY });
      }}
    >
      <Select
        label={t('account.feed.scope')}
        options={SCOPES.map((id) => ({ id, name: t(`account.feed.scope.${id}`) }))}
        value={scope}
        onChange={setScope}
      />
      {scope === 'POOL' && (
        <Picker kind="pool" label={t('hosts.pool')} isRequired value={pool} onChange={setPool} />
      )}
      {scope === 'DEVICE' && (
        <TextField
          name="device"
          label={t('account.feed.device')}
          help={t('account.feed.device.help')}
          isRequired
          autoComplete="off"
        />
      )}
    </Form>
  );
}

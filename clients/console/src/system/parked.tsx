import { useState, type ReactNode } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { mutate, query } from '../api/graphql.js';
import { refusalOf, type Refusal } from '../api/refusal.js';
import { Button } from '../design/button.js';
import { Dialog } from '../design/dialog.js';
import { Form } from '../design/form.js';
import { Instant } from '../design/instant.js';
import { RefusalNotice } from '../design/refusal-notice.js';
import { Loaded } from '../design/states.js';
import {
  dropParkedMutation,
  parkedQuery,
  replayParkedMutation,
  type ParkedQuery,
  type Service,
} from '../generated/operations.js';
import { useReader } from '../i18n/text.js';

const PAGE_SIZE = 50;

/** What a service could not handle: it is tried again, or given up. */
export function ParkedMessages({
  service,
  count,
}: {
  readonly service: Service;
  readonly count: number;
}): ReactNode {
  const { t } = useReader();
  const parked = useQuery({
    queryKey: ['system', 'parked', service, count],
    queryFn: ({ signal }) => query(parkedQuery, { service, first: PAGE_SIZE }, { signal }),
  });
  return (
    <div className="flex flex-col gap-2 rounded-lg border border-bad p-3">
      <h3 className="font-semibold">{t('system.parked', { count })}</h3>
      <Loaded result={parked}>
        {({ parked: { edges } }) => (
          <ul className="flex flex-col gap-2">
            {edges.map(({ node }) => (
              <ParkedMessage key={node.id} service={service} message={node} />
            ))}
          </ul>
        )}
      </Loaded>
    </div>
  );
}

interface ParkedMessageProps {
  readonly service: Service;
  readonly message: ParkedQuery['parked']['edges'][number]['node'];
}

function ParkedMessage({ service, message }: ParkedMessageProps): ReactNode {
  const { t } = useReader();
  const queries = useQueryClient();
  const [refusal, setRefusal] = useState<Refusal>();
  const refresh = (): Promise<void> => queries.invalidateQueries({ queryKey: ['system'] });
  const replay = async (): Promise<void> => {
    setRefusal(undefined);
    try {
      await mutate(replayParkedMutation, { input: { service, id: message.id } });
      await refresh();
    } catch (error) {
      setRefusal(refusalOf(error));
    }
  };
  return (
    <li className="flex flex-col gap-1 rounded-md bg-sunken px-3 py-2">
      <p className="flex flex-wrap items-baseline justify-between gap-2">
        <bdi dir="ltr" className="font-mono text-sm">
          {message.eventType} · {message.consumer} · {message.entity}
        </bdi>
        <span className="text-sm text-muted">
          <Instant at={message.parkedAt} relative />
        </span>
      </p>
      <p>{message.attempts === 0 ? t('system.waitsBehind') : <bdi lang="en">{message.error}</bdi>}</p>
      {refusal && <RefusalNotice refusal={refusal} />}
      <p className="flex gap-2">
        <Button onPress={() => void replay()}>{t('system.replay')}</Button>
        <Dialog button={t('system.drop')} kind="danger" title={t('system.drop.title')}>
          {(close) => (
            <Form
              submit={t('system.drop')}
              actions={<Button onPress={close}>{t('action.cancel')}</Button>}
              onSubmit={async () => {
                await mutate(dropParkedMutation, { input: { service, id: message.id } });
                await refresh();
                close();
              }}
            >
              <p>{t('system.drop.explained')}</p>
            </Form>
          )}
        </Dialog>
      </p>
    </li>
  );
}

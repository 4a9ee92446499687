import type { ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { mutate } from '../api/graphql.js';
import { Button } from '../design/button.js';
import { Dialog } from '../design/dialog.js';
import { TextField } from '../design/fields.js';
import { Form } from '../design/form.js';
import {
  cordonHostMutation,
  drainHostMutation,
  uncordonHostMutation,
  type HostRowFragment,
} from '../generated/operations.js';
import { useText } from '../i18n/text.js';

/** What staff can do with a host in its state. */
export function HostActions({ host }: { readonly host: HostRowFragment }): ReactNode {
  const open = host.scheduling === 'OPEN';
  return (
    <>
      {open && <HostAction host={host} act="cordon" />}
      {(open || host.scheduling === 'CORDONED') && <HostAction host={host} act="drain" />}
      {!open && <HostAction host={host} act="uncordon" />}
    </>
  );
}

type Act = 'cordon' | 'drain' | 'uncordon';

async function change(act: Act, hostId: string, reason: string | undefined): Promise<void> {
  if (act === 'cordon') await mutate(cordonHostMutation, { input: { hostId, reason } });
  else if (act === 'drain') await mutate(drainHostMutation, { input: { hostId, reason } });
  else await mutate(uncordonHostMutation, { input: { hostId } });
}

/** Says what it will do before it does it; the reason is kept in the history. */
function HostAction({ host, act }: { readonly host: HostRowFragment; readonly act: Act }): ReactNode {
  const t = useText();
  const queries = useQueryClient();
  return (
    <Dialog button={t(`hosts.${act}`)} title={t(`hosts.${act}.title`, { name: host.name })}>
      {(close) => (
        <Form
          submit={t(`hosts.${act}`)}
          actions={<Button onPress={close}>{t('action.cancel')}</Button>}
          onSubmit={async ({ reason = '' }) => {
            await change(act, host.id, reason.trim() || undefined);
            await queries.invalidateQueries({
              predicate: ({ queryKey: [kind] }) => kind === 'host' || kind === 'hosts',
            });
            close();
          }}
        >
          <p>{t(`hosts.${act}.explained`, { count: host.devices.length })}</p>
          {act !== 'uncordon' && (
            <TextField
              name="reason"
              label={t('hosts.reason')}
              help={t('hosts.reason.help')}
              maxLength={500}
            />
          )}
        </Form>
      )}
    </Dialog>
  );
}

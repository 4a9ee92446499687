import { useState, type ReactNode } from 'react';
import { mutate } from '../api/graphql.js';
import { Button } from '../design/button.js';
import { CopiedText } from '../design/copied-text.js';
import { Dialog } from '../design/dialog.js';
import { Select } from '../design/fields.js';
import { Form } from '../design/form.js';
import { createJoinTokenMutation } from '../generated/operations.js';
import { useText } from '../i18n/text.js';
import { joinCommand } from './join-command.js';

export interface JoinHostProps {
  readonly pools: readonly { readonly id: string; readonly name: string }[];
}

/** Makes a token for one host, and says what to run there. */
export function JoinHostDialog({ pools }: JoinHostProps): ReactNode {
  const t = useText();
  return (
    <Dialog button={t('hosts.join')} kind="primary" title={t('hosts.join.title')}>
      {(close) => <JoinHost pools={pools} onDone={close} />}
    </Dialog>
  );
}

function JoinHost({ pools, onDone }: JoinHostProps & { readonly onDone: () => void }): ReactNode {
  const t = useText();
  const [pool, setPool] = useState(pools[0]?.id ?? '');
  const [token, setToken] = useState<string>();
  if (token === undefined)
    return (
      <Form
        submit={t('hosts.join.make')}
        actions={<Button onPress={onDone}>{t('action.cancel')}</Button>}
        onSubmit={async () => {
          const made = await mutate(createJoinTokenMutation, { input: { poolId: pool, maxUses: 1 } });
          if ('token' in made) setToken(made.token);
        }}
      >
        <Select
          label={t('hosts.pool')}
          help={t('hosts.join.pool.help')}
          options={pools}
          value={pool}
          onChange={setPool}
        />
      </Form>
    );
  return (
    <>
      <p>{t('hosts.join.explained')}</p>
      <CopiedText label={t('hosts.join.token')} text={token} />
      <CopiedText label={t('hosts.join.command')} text={joinCommand(globalThis.location.origin)} />
      <p className="text-sm text-muted">{t('hosts.join.once')}</p>
      <div>
        <Button kind="primary" onPress={onDone}>
          {t('action.close')}
        </Button>
      </div>
    </>
  );
}

import { useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { mutate, query } from '../api/graphql.js';
import { usePages } from '../api/use-pages.js';
import { Button } from '../design/button.js';
import { DataTable } from '../design/data-table.js';
import { Dialog } from '../design/dialog.js';
import { TextField } from '../design/fields.js';
import { Form } from '../design/form.js';
import { Instant } from '../design/instant.js';
import { Page } from '../design/page.js';
import { Paged } from '../design/paged.js';
import { Picker } from '../design/picker.js';
import { Message } from '../design/states.js';
import { pricesQuery, setPriceMutation } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { useUser } from '../session/use-session.js';
import { microsIn } from './limit.js';

const PAGE_SIZE = 50;

/** What an hour costs, from when on. A price is never changed: the next one takes its place. */
export function PricesPage(): ReactNode {
  const { t, format } = useReader();
  const admin = useUser().role === 'ADMIN';
  const prices = usePages(['prices'], async (after, signal) => {
    const found = await query(pricesQuery, { first: PAGE_SIZE, after }, { signal });
    return found.prices;
  });
  return (
    <Page
      wide
      title={t('limits.prices')}
      actions={
        admin && (
          <Dialog button={t('limits.price')} kind="primary" title={t('limits.price')}>
            {(close) => <SetPrice onDone={close} />}
          </Dialog>
        )
      }
    >
      <Paged
        pages={prices}
        empty={
          <Message title={t('limits.prices.none')}>
            <p>{t('limits.prices.none.help')}</p>
          </Message>
        }
      >
        {(rows) => (
          <DataTable
            label={t('limits.prices')}
            columns={[
              { id: 'model', name: t('limits.model') },
              { id: 'pool', name: t('limits.pool') },
              { id: 'hour', name: t('limits.perHour'), end: true },
              { id: 'from', name: t('limits.from') },
            ]}
            rows={rows.map(({ id, model, pool, microsPerHour, currency, from }) => ({
              id,
              cells: [
                model === null ? t('limits.anyModel') : <bdi dir="ltr">{model}</bdi>,
                pool ? <bdi>{pool.name}</bdi> : t('limits.allPools'),
                format.money(microsPerHour, currency),
                <Instant key="from" at={from} />,
              ],
            }))}
          />
        )}
      </Paged>
    </Page>
  );
}

function SetPrice({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { t } = useReader();
  const queries = useQueryClient();
  const [pool, setPool] = useState<string>();
  return (
    <Form
      submit={t('action.save')}
      actions={<Button onPress={onDone}>{t('action.cancel')}</Button>}
      onSubmit={async ({ model = '', microsPerHour = '', currency = '' }) => {
        await mutate(setPriceMutation, {
          input: {
            model: model.trim() || undefined,
            poolId: pool,
            microsPerHour: microsIn('microsPerHour', microsPerHour),
            currency: currency.trim().toUpperCase() || undefined,
          },
        });
        await queries.invalidateQueries({ queryKey: ['prices'] });
        onDone();
      }}
    >
      <TextField name="model" label={t('limits.model')} help={t('limits.model.help')} />
      <Picker
        kind="pool"
        name="poolId"
        label={t('limits.pool')}
        placeholder={t('limits.allPools')}
        value={pool}
        onChange={setPool}
      />
      <TextField
        name="microsPerHour"
        label={t('limits.perHour')}
        help={t('limits.perHour.help')}
        inputMode="decimal"
        isRequired
      />
      <TextField
        name="currency"
        label={t('limits.currency')}
        help={t('limits.currency.help')}
        maxLength={3}
      />
    </Form>
  );
}

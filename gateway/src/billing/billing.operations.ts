import {
  chargesQuery,
  pricesQuery,
  setPrice,
  usageQuery,
  type ChargeView,
  type PriceView,
  type UsageRow,
} from '@berth/contracts/billing/operations';
import { defined } from '@berth/kernel/defined';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import {
  connectionNames,
  countOf,
  queryConnection,
  toConnection,
  toPage,
  withoutNull,
} from '../graphql/connection.js';
import { ListSortEnum } from '../graphql/list-sort.js';
import { toGlobalId, plainIdOf, toPlainId } from '../graphql/ids.js';
import { defineCommandMutation, successOf } from '../graphql/mutation.js';
import { User } from '../accounts/user.type.js';
import { Pool } from '../hosts/pool.type.js';
import { Job } from '../jobs/job.type.js';
import { Project } from '../projects/project.type.js';
import { formatMicros } from './money.js';

const Price = builder.objectRef<PriceView>('Price').implement({
  description: 'The price of one device for one hour, valid from an instant.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its id.' }),
    pool: t.field({
      type: Pool,
      nullable: true,
      description: 'Pool to which it applies; any pool if null.',
      resolve: ({ poolId }, _args, { loaders }) =>
        poolId === undefined ? null : loaders.pools().load(poolId),
    }),
    model: t.exposeString('model', {
      nullable: true,
      description: 'Device model to which it applies; any model if null.',
    }),
    microsPerHour: t.field({
      type: 'Micros',
      description: 'Price per hour.',
      resolve: (price) => price.microsPerHour,
    }),
    currency: t.exposeString('currency', { description: 'ISO 4217 code.' }),
    from: t.field({ type: 'DateTime', description: 'Valid from.', resolve: (price) => price.from }),
  }),
});

const Line = builder.objectRef<ChargeView['lines'][number]>('ChargeLine').implement({
  description: 'One device at one price within a charge.',
  fields: (t) => ({
    uuid: t.exposeString('uuid', { description: 'The device.' }),
    model: t.exposeString('model', { description: 'Its model.' }),
    deviceSeconds: t.exposeFloat('deviceSeconds', {
      description: 'Device-seconds, divided among the leases that shared the device.',
    }),
    microsPerHour: t.field({
      type: 'Micros',
      description: 'Price per hour.',
      resolve: (line) => line.microsPerHour,
    }),
    amountMicros: t.field({
      type: 'Micros',
      description: 'Amount.',
      resolve: (line) => line.amountMicros,
    }),
  }),
});

const Charge = builder.objectRef<ChargeView>('Charge').implement({
  description: 'Cost of a lease.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its id.' }),
    leaseId: t.exposeString('leaseId', { description: 'The lease.' }),
    job: t.field({
      type: Job,
      nullable: true,
      description: 'The job that held it; null for a lease of a reservation.',
      resolve: ({ jobId }, _args, { loaders }) => (jobId === undefined ? null : loaders.jobs().load(jobId)),
    }),
    run: t.exposeInt('run', { nullable: true, description: 'Run of the job.' }),
    reservationId: t.id({
      nullable: true,
      resolve: ({ reservationId: id }) => (id == null ? null : toGlobalId('Reservation', id)),
      description:
        'The reservation that held it during its window. Runs within it share its devices, so that they are charged once.',
    }),
    project: t.field({
      type: Project,
      nullable: true,
      description: 'Project to which it is charged.',
      resolve: ({ projectId }, _args, { loaders }) => loaders.projects().load(projectId),
    }),
    from: t.field({
      type: 'DateTime',
      description: 'When the lease began.',
      resolve: (charge) => charge.from,
    }),
    to: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the lease ended; null while it is active, and the amount is then the amount so far.',
      resolve: (charge) => charge.to,
    }),
    seconds: t.exposeFloat('seconds', {
      description: 'Duration of the lease; with `month`, the part within the month.',
    }),
    deviceSeconds: t.exposeFloat('deviceSeconds', {
      description: 'Device-seconds, divided where a device was shared.',
    }),
    amountMicros: t.field({
      type: 'Micros',
      description: 'Amount; with `month`, the part of it that falls within the month.',
      resolve: (charge) => charge.amountMicros,
    }),
    amount: t.string({
      description: 'The amount in decimal notation, such as 1.50.',
      resolve: (charge) => formatMicros(charge.amountMicros),
    }),
    currency: t.exposeString('currency', { description: 'ISO 4217 code.' }),
    lines: t.field({
      type: [Line],
      description: 'One line for each device and price.',
      resolve: (charge) => [...charge.lines],
    }),
  }),
});

type ShownUsage = UsageRow & { readonly by: 'user' | 'project' | 'model' };

const Usage = builder.objectRef<ShownUsage>('UsageRow').implement({
  description: 'Usage and cost of one user, project or device model.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Id of the user or project, or name of the model.' }),
    user: t.field({
      type: User,
      nullable: true,
      description: 'The user; null where usage is grouped otherwise.',
      resolve: ({ by, key }, _args, { loaders }) => (by === 'user' ? loaders.users().load(key) : null),
    }),
    project: t.field({
      type: Project,
      nullable: true,
      description:
        'The project; null where usage is grouped otherwise, and for one that the caller is no longer a member of.',
      resolve: ({ by, key }, _args, { loaders }) => (by === 'project' ? loaders.projects().load(key) : null),
    }),
    deviceSeconds: t.exposeFloat('deviceSeconds', {
      description: 'Device-seconds, divided where a device was shared.',
    }),
    leaseSeconds: t.exposeFloat('leaseSeconds', { description: 'Duration of the leases in seconds.' }),
    leases: t.exposeInt('leases', {
      description: 'Number of leases that began within the window.',
    }),
    amountMicros: t.field({
      type: 'Micros',
      description: 'Amount.',
      resolve: (row) => row.amountMicros,
    }),
    amount: t.string({
      description: 'The amount in decimal notation.',
      resolve: (row) => formatMicros(row.amountMicros),
    }),
    currency: t.exposeString('currency', { description: 'ISO 4217 code.' }),
  }),
});

const UsageByEnum = enumOf('UsageBy', {
  description: 'How usage is grouped.',
  values: ['user', 'project', 'model'] as const,
});

builder.queryFields((t) => ({
  prices: t.connection(
    {
      type: Price,
      description: 'Prices, newest first.',
      args: { pool: t.arg.id({ description: 'Filters by pool.' }) },
      resolve: async (_root, { pool, ...page }, { calls }) =>
        queryConnection(calls, pricesQuery, page, { poolId: plainIdOf(pool) }),
    },
    ...connectionNames('Price'),
  ),
  charges: t.connection(
    {
      type: Charge,
      description:
        "Charges of the caller's projects, newest first; all of them for admins, operators and auditors.",
      args: {
        project: t.arg.id({ description: 'Filters by project.' }),
        job: t.arg.id({ description: 'Filters by job.' }),
        reservation: t.arg.id({ description: 'Of this reservation only.' }),
        user: t.arg.id({ description: 'Filters by user.' }),
        month: t.arg.string({
          description:
            'Leases held in this month (UTC) only, such as 2026-01. Of a lease that extends beyond the month, only the part within it counts, so that months add up.',
        }),
        from: t.arg({ type: 'DateTime', description: 'As `month`, of any span: its start.' }),
        to: t.arg({ type: 'DateTime', description: 'Its end (exclusive).' }),
        sort: t.arg({ type: ListSortEnum, description: 'Order by when the lease began; default: NEWEST.' }),
      },
      resolve: async (
        _root,
        { project, job, reservation, user, month, from, to, sort, ...page },
        { calls },
      ) => {
        const filter = withoutNull({
          projectId: plainIdOf(project),
          jobId: plainIdOf(job),
          reservationId: plainIdOf(reservation),
          userId: plainIdOf(user),
          month,
          from,
          to,
          sort,
        });
        const charges = await calls.query(chargesQuery, { ...toPage(page), ...filter });
        const { totalMicros, currency } = charges;
        const connection = toConnection(charges, () => countOf(calls, chargesQuery, filter));
        return { ...connection, totalMicros, currency };
      },
    },
    {
      name: 'ChargeConnection',
      description: 'Charges and their total.',
      fields: (c) => ({
        totalMicros: c.field({
          type: 'Micros',
          description: 'Total of all matching charges, not only of this page.',
          resolve: (list) => totalsOf(list).totalMicros,
        }),
        total: c.string({
          description: 'The amount in decimal notation.',
          resolve: (list) => formatMicros(totalsOf(list).totalMicros),
        }),
        currency: c.string({
          description: 'ISO 4217 code.',
          resolve: (list) => totalsOf(list).currency,
        }),
      }),
    },
    { name: 'ChargeEdge' },
  ),
  usage: t.field({
    type: [Usage],
    description:
      'Usage within a window, to the millisecond, by user, project or device model; the largest first. Includes active leases. Adjoining windows add up.',
    args: {
      by: t.arg({ type: UsageByEnum, required: true, description: 'How it is grouped.' }),
      project: t.arg.id({ description: 'Filters by project.' }),
      from: t.arg({
        type: 'DateTime',
        description: 'Start of the window; default: the first lease.',
      }),
      to: t.arg({ type: 'DateTime', description: 'End of the window (exclusive); default: now.' }),
    },
    resolve: async (_root, { by, project, from, to }, { calls }): Promise<ShownUsage[]> => {
      const rows = await calls.query(usageQuery, {
        by,
        ...(project == null ? {} : { projectId: toPlainId(String(project)) }),
        ...defined({ from: from ?? undefined, to: to ?? undefined }),
      });
      return rows.map((row) => ({ ...row, by }));
    },
  }),
}));

interface Totals {
  readonly totalMicros: number;
  readonly currency: string;
}

/** The resolver of the connection puts them beside the page, which Pothos' type of a connection does not know. */
const totalsOf = (list: unknown): Totals => list as Totals;

defineCommandMutation({
  operation: setPrice,
  name: 'setPrice',
  description:
    'Sets the price of one device for one hour from an instant on. The most specific price applies: pool and model, model, pool, any. Requires staff (admin or operator).',
  input: {
    poolId: 'Pool to which it applies; default: any pool.',
    model: 'Device model to which it applies; default: any model.',
    microsPerHour: { description: 'Price per hour.', type: 'Micros' },
    currency: 'ISO 4217 code; default: EUR.',
    from: 'Valid from; default: now.',
  },
  success: successOf('setPrice', 'price', Price, 'The new price.'),
});

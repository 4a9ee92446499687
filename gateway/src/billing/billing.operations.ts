import {
  chargesQuery,
  pricesQuery,
  setPrice,
  usageQuery,
  type ChargeView,
  type PriceView,
  type UsageRow,
} from '@berth/contracts/billing/operations';
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
import { toGlobalId, plainIdOf, toPlainId } from '../graphql/ids.js';
import { asValue, defineMutation, successOf } from '../graphql/mutation.js';
import { Pool } from '../hosts/pool.type.js';
import { Job } from '../jobs/job.type.js';
import { Project } from '../projects/project.type.js';
import { formatMicros } from './money.js';

const Price = builder.objectRef<PriceView>('Price').implement({
  description: 'What an hour of a device costs from an instant on.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its id.' }),
    pool: t.field({
      type: Pool,
      nullable: true,
      description: 'In this pool; any where null.',
      resolve: ({ poolId }, _args, { loaders }) =>
        poolId === undefined ? null : loaders.pools().load(poolId),
    }),
    model: t.exposeString('model', { nullable: true, description: 'Of this model; any where null.' }),
    microsPerHour: t.field({
      type: 'Micros',
      description: 'Price of an hour.',
      resolve: (price) => price.microsPerHour,
    }),
    currency: t.exposeString('currency', { description: 'ISO 4217 code.' }),
    from: t.field({ type: 'DateTime', description: 'Since when it holds.', resolve: (price) => price.from }),
  }),
});

const Line = builder.objectRef<ChargeView['lines'][number]>('ChargeLine').implement({
  description: 'One device at one price within a charge.',
  fields: (t) => ({
    uuid: t.exposeString('uuid', { description: 'The device.' }),
    model: t.exposeString('model', { description: 'Its model.' }),
    deviceSeconds: t.exposeFloat('deviceSeconds', {
      description: 'Seconds of it, split where it was shared.',
    }),
    microsPerHour: t.field({
      type: 'Micros',
      description: 'Price of an hour.',
      resolve: (line) => line.microsPerHour,
    }),
    amountMicros: t.field({
      type: 'Micros',
      description: 'What it comes to.',
      resolve: (line) => line.amountMicros,
    }),
  }),
});

const Charge = builder.objectRef<ChargeView>('Charge').implement({
  description: 'What a lease costs.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its id.' }),
    leaseId: t.exposeString('leaseId', { description: 'The lease.' }),
    job: t.field({
      type: Job,
      nullable: true,
      description: 'The job that held it; null for what a booking held.',
      resolve: ({ jobId }, _args, { loaders }) => (jobId === undefined ? null : loaders.jobs().load(jobId)),
    }),
    run: t.exposeInt('run', { nullable: true, description: 'Which run of the job.' }),
    reservationId: t.id({
      nullable: true,
      resolve: ({ reservationId: id }) => (id == null ? null : toGlobalId('Reservation', id)),
      description:
        'The booking that held it during its window. Runs in it share its devices, so that they are paid for once.',
    }),
    project: t.field({
      type: Project,
      nullable: true,
      description: 'Whom it is charged to.',
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
      description: 'When it ended; null while it runs, and the amount is then what has come together so far.',
      resolve: (charge) => charge.to,
    }),
    seconds: t.exposeFloat('seconds', {
      description: 'How long the lease lasted; of a month, how long within it.',
    }),
    deviceSeconds: t.exposeFloat('deviceSeconds', {
      description: 'Seconds of devices, split where one was shared.',
    }),
    amountMicros: t.field({
      type: 'Micros',
      description: 'What it comes to; of a month, what of it falls into the month.',
      resolve: (charge) => charge.amountMicros,
    }),
    amount: t.string({
      description: 'The same for people, such as 1.50.',
      resolve: (charge) => formatMicros(charge.amountMicros),
    }),
    currency: t.exposeString('currency', { description: 'ISO 4217 code.' }),
    lines: t.field({
      type: [Line],
      description: 'Device by device.',
      resolve: (charge) => [...charge.lines],
    }),
  }),
});

const Usage = builder.objectRef<UsageRow>('UsageRow').implement({
  description: 'What was used and what it cost, of one user, project or model.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Id of the user or project, or name of the model.' }),
    deviceSeconds: t.exposeFloat('deviceSeconds', {
      description: 'Seconds of devices, split where one was shared.',
    }),
    leaseSeconds: t.exposeFloat('leaseSeconds', { description: 'Seconds of leases.' }),
    leases: t.exposeInt('leases', {
      description: 'How many leases began within the window; none where one only went on.',
    }),
    amountMicros: t.field({
      type: 'Micros',
      description: 'What it comes to.',
      resolve: (row) => row.amountMicros,
    }),
    amount: t.string({
      description: 'The same for people.',
      resolve: (row) => formatMicros(row.amountMicros),
    }),
    currency: t.exposeString('currency', { description: 'ISO 4217 code.' }),
  }),
});

const UsageByEnum = enumOf('UsageBy', {
  description: 'What usage is summed by.',
  values: ['user', 'project', 'model'] as const,
});

builder.queryFields((t) => ({
  prices: t.connection(
    {
      type: Price,
      description: 'Prices, newest first.',
      args: { pool: t.arg.id({ description: 'For this pool only.' }) },
      resolve: async (_root, { pool, ...page }, { calls }) =>
        queryConnection(calls, pricesQuery, page, { poolId: plainIdOf(pool) }),
    },
    ...connectionNames('Price'),
  ),
  charges: t.connection(
    {
      type: Charge,
      description: "Charges of the caller's projects, newest first; all of them for those who run the place.",
      args: {
        project: t.arg.id({ description: 'Of this project only.' }),
        job: t.arg.id({ description: 'Of this job only.' }),
        reservation: t.arg.id({ description: 'Of this booking only.' }),
        user: t.arg.id({ description: 'Of this user only.' }),
        month: t.arg.string({
          description:
            'What was held in this month (UTC) only, such as 2026-01: of a lease that was held beyond it the part that falls into it, so that months add up.',
        }),
      },
      resolve: async (_root, { project, job, reservation, user, month, ...page }, { calls }) => {
        const filter = withoutNull({
          projectId: plainIdOf(project),
          jobId: plainIdOf(job),
          reservationId: plainIdOf(reservation),
          userId: plainIdOf(user),
          month,
        });
        const charges = await calls.query(chargesQuery, { ...toPage(page), ...filter });
        const { totalMicros, currency } = charges;
        const connection = toConnection(charges, () => countOf(calls, chargesQuery, filter));
        return { ...connection, totalMicros, currency };
      },
    },
    {
      name: 'ChargeConnection',
      description: 'Charges, and what they come to together.',
      fields: (c) => ({
        totalMicros: c.field({
          type: 'Micros',
          description: 'Sum of all that match, not of this page only.',
          resolve: (list) => (list as unknown as Totals).totalMicros,
        }),
        total: c.string({
          description: 'The same for people.',
          resolve: (list) => formatMicros((list as unknown as Totals).totalMicros),
        }),
        currency: c.string({
          description: 'ISO 4217 code.',
          resolve: (list) => (list as unknown as Totals).currency,
        }),
      }),
    },
    { name: 'ChargeEdge' },
  ),
  usage: t.field({
    type: [Usage],
    description:
      'What was held within a window, to the millisecond, by leases that have ended or run, by user, project or model; the largest first. Windows that adjoin add up.',
    args: {
      by: t.arg({ type: UsageByEnum, required: true, description: 'What it is summed by.' }),
      project: t.arg.id({ description: 'Of this project only.' }),
      from: t.arg({
        type: 'DateTime',
        description: 'Since this instant; since the first lease where left out.',
      }),
      to: t.arg({ type: 'DateTime', description: 'Before this instant; now where left out.' }),
    },
    resolve: async (_root, { by, project, from, to }, { calls }) => [
      ...(await calls.query(usageQuery, {
        by,
        ...(project == null ? {} : { projectId: toPlainId(String(project)) }),
        ...(from == null ? {} : { from }),
        ...(to == null ? {} : { to }),
      })),
    ],
  }),
}));

interface Totals {
  readonly totalMicros: number;
  readonly currency: string;
}

defineMutation({
  name: 'setPrice',
  description:
    'Sets what an hour of a device costs from an instant on. The most particular price holds: pool and model, model, pool, any. For operators.',
  input: (t) => ({
    poolId: t.id({ description: 'In this pool; any where left out.' }),
    model: t.string({ description: 'Of this model; any where left out.' }),
    microsPerHour: t.field({ type: 'Micros', required: true, description: 'Price of an hour.' }),
    currency: t.string({ description: 'ISO 4217 code; EUR where left out.' }),
    from: t.field({ type: 'DateTime', description: 'From when on; now where left out.' }),
  }),
  success: successOf('setPrice', 'price', Price, 'The new price.'),
  run: async ({ poolId, ...input }, { calls }, info) =>
    asValue(
      await calls.command(
        setPrice,
        { ...input, ...(poolId === undefined ? {} : { poolId: toPlainId(String(poolId)) }) },
        info,
      ),
    ),
});

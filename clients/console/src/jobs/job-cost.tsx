import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { query } from '../api/graphql.js';
import { Instant } from '../design/instant.js';
import { Loaded, Message } from '../design/states.js';
import { jobChargesQuery } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import type { Job } from './job.js';

const CELL = 'px-3 py-2 align-top';

/** What each run cost, by device. */
export function JobCost({ job }: { readonly job: Job }): ReactNode {
  const { t, format } = useReader();
  const result = useQuery({
    queryKey: ['job-charges', job.id],
    queryFn: ({ signal }) => query(jobChargesQuery, { job: job.id }, { signal }),
  });
  return (
    <Loaded result={result}>
      {({ charges }) =>
        charges.edges.length === 0 ? (
          <Message title={t('jobs.cost.none')}>
            <p>{t('jobs.cost.none.help')}</p>
          </Message>
        ) : (
          <div className="overflow-x-auto rounded-lg border border-line bg-raised">
            <table className="w-full">
              <thead className="border-b border-line">
                <tr>
                  {(
                    ['jobs.run', 'jobs.devices', 'jobs.started', 'jobs.duration', 'jobs.cost.amount'] as const
                  ).map((key) => (
                    <th key={key} scope="col" className={`${CELL} text-start font-medium text-muted`}>
                      {t(key)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {charges.edges.map(({ node }) => (
                  <tr key={node.id} className="border-b border-line">
                    <td className={CELL}>{node.run !== null && format.number(node.run)}</td>
                    <td className={CELL}>
                      <ul>
                        {node.lines.map(({ uuid, model, microsPerHour }, index) => (
                          <li key={`${uuid} ${index}`}>
                            <bdi>{model}</bdi>{' '}
                            <span className="text-muted">
                              {t('jobs.cost.perHour', { price: format.money(microsPerHour, node.currency) })}
                            </span>
                          </li>
                        ))}
                      </ul>
                    </td>
                    <td className={CELL}>
                      <Instant at={node.from} />
                    </td>
                    <td className={CELL}>{format.duration(node.seconds)}</td>
                    <td className={`${CELL} tabular-nums`}>
                      {format.money(node.amountMicros, node.currency)}{' '}
                      {node.to === null && t('jobs.cost.soFar')}
                    </td>
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr className="font-semibold">
                  <th scope="row" colSpan={4} className={`${CELL} text-start`}>
                    {t('jobs.cost.total')}
                  </th>
                  <td className={`${CELL} tabular-nums`}>
                    {format.money(charges.totalMicros, charges.currency)}
                  </td>
                </tr>
              </tfoot>
            </table>
          </div>
        )
      }
    </Loaded>
  );
}

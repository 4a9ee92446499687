import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { query } from '../api/graphql.js';
import { Badge, type Tone } from '../design/badge.js';
import { Instant } from '../design/instant.js';
import { Page } from '../design/page.js';
import { Loaded } from '../design/states.js';
import { systemHealthQuery, type ProcessRowFragment, type Service } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { ParkedMessages } from './parked.js';

const REFRESH_MS = 5_000;
const SERVICES: readonly Service[] = ['AUTH', 'INVENTORY', 'SCHEDULER', 'TELEMETRY', 'BILLING'];
const TONES: { readonly [state in ProcessRowFragment['state']]: Tone } = {
  LIVE: 'good',
  CATCHING_UP: 'busy',
  REBUILDING: 'busy',
  STARTING: 'busy',
  RETRYING: 'warn',
  STOPPED: 'plain',
  HALTED: 'bad',
  REFUSED: 'bad',
};

/** What each service does with events: how far behind it is, and what it could not handle. */
export function SystemPage(): ReactNode {
  const { t } = useReader();
  const health = useQuery({
    queryKey: ['system'],
    queryFn: ({ signal }) => query(systemHealthQuery, {}, { signal }),
    refetchInterval: REFRESH_MS,
  });
  return (
    <Page title={t('system.title')} wide>
      <Loaded result={health}>
        {(found) =>
          SERVICES.map((service) => {
            const processes = found[service.toLowerCase() as Lowercase<Service>];
            return <ServiceSection key={service} service={service} processes={processes} />;
          })
        }
      </Loaded>
    </Page>
  );
}

interface ServiceSectionProps {
  readonly service: Service;
  readonly processes: readonly ProcessRowFragment[];
}

function ServiceSection({ service, processes }: ServiceSectionProps): ReactNode {
  const { t, format } = useReader();
  const parked = processes.reduce((sum, each) => sum + each.parked, 0);
  const head = 'px-3 py-2 text-start font-medium text-muted';
  const cell = 'border-t border-line px-3 py-2 align-top';
  return (
    <div className="flex flex-col gap-2">
      <h2 id={service} className="text-lg font-semibold">
        {t(`system.service.${service}`)}
      </h2>
      <div
        className="overflow-x-auto rounded-lg border border-line bg-raised"
        role="region"
        aria-labelledby={service}
        tabIndex={0}
      >
        <table className="w-full min-w-2xl">
          <thead>
            <tr>
              <th className={head}>{t('system.process')}</th>
              <th className={head}>{t('system.kind')}</th>
              <th className={head}>{t('system.state')}</th>
              <th className={head}>{t('system.behind')}</th>
              <th className={head}>{t('system.lastError')}</th>
            </tr>
          </thead>
          <tbody>
            {processes.map((process) => (
              <tr key={`${process.kind} ${process.name} ${process.source}`}>
                <td className={cell}>
                  <bdi dir="ltr">{process.name}</bdi>
                </td>
                <td className={cell}>{t(`system.kind.${process.kind}`)}</td>
                <td className={cell}>
                  <Badge tone={TONES[process.state]}>{t(`system.state.${process.state}`)}</Badge>
                </td>
                <td className={cell}>
                  {process.behindEvents === 0
                    ? t('system.upToDate')
                    : t(process.atLeast ? 'system.behindAtLeast' : 'system.behindBy', {
                        count: process.behindEvents,
                        duration: format.duration(process.behindSeconds),
                      })}
                </td>
                <td className={cell}>
                  {process.lastError !== null && (
                    <>
                      <bdi lang="en">{process.lastError}</bdi>
                      {process.lastErrorAt !== null && (
                        <span className="text-sm text-muted">
                          {' '}
                          · <Instant at={process.lastErrorAt} relative />
                        </span>
                      )}
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {parked > 0 && <ParkedMessages service={service} count={parked} />}
    </div>
  );
}

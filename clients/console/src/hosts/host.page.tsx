import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { query } from '../api/graphql.js';
import { Instant } from '../design/instant.js';
import { Page } from '../design/page.js';
import { Loaded, Message } from '../design/states.js';
import { oneHostQuery, type HostRowFragment } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { useIsStaff } from '../session/use-session.js';
import { DeviceTile } from './device-tile.js';
import { DeviceWeek } from './device-week.js';
import { HostActions } from './host-actions.js';
import { HostState } from './host-state.js';
import { useLoad } from './use-load.js';

const REFRESH_MS = 10_000;

export function HostPage(): ReactNode {
  const { id } = useParams({ from: '/hosts/$id' });
  const { t } = useReader();
  const host = useQuery({
    queryKey: ['host', id],
    queryFn: ({ signal }) => query(oneHostQuery, { id }, { signal }),
    refetchInterval: REFRESH_MS,
  });
  return (
    <Loaded result={host}>
      {(found) =>
        found.host ? (
          <OneHost host={found.host} />
        ) : (
          <Page title={t('hosts.gone')}>
            <Message title={t('hosts.gone')}>
              <p>{t('refusal.NOT_FOUND')}</p>
            </Message>
          </Page>
        )
      }
    </Loaded>
  );
}

function OneHost({ host }: { readonly host: HostRowFragment }): ReactNode {
  const { t, format } = useReader();
  const staff = useIsStaff();
  const load = useLoad(host.pool ? [host.pool.id] : []);
  const { facts } = host;
  const gib = (mib: number): string => format.number(mib / 1024, { maximumFractionDigits: 0 });
  return (
    <Page title={host.name} actions={staff && <HostActions host={host} />} wide>
      <div className="flex flex-wrap items-center gap-3">
        <HostState host={host} />
        {facts?.adminsOnly && <span className="text-sm text-warn">{t('hosts.adminsOnly')}</span>}
      </div>
      {host.conditions.length > 0 && (
        <ul className="flex flex-col gap-1 rounded-md bg-bad-soft px-3 py-2">
          {host.conditions.map((condition) => (
            <li key={condition.kind}>
              <bdi lang="en">{condition.message}</bdi> · <Instant at={condition.since} relative />
            </li>
          ))}
        </ul>
      )}
      <dl className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[max-content_1fr]">
        {host.pool && <Fact name={t('hosts.pool')} value={<bdi>{host.pool.name}</bdi>} />}
        {facts?.cpuModel != null && (
          <Fact
            name={t('hosts.processor')}
            value={t('hosts.cores', { model: facts.cpuModel, count: facts.cpuCores })}
          />
        )}
        {facts && (
          <Fact
            name={t('hosts.memoryOfHost')}
            value={t('hosts.memoryTotal', { total: gib(facts.memoryMiB) })}
          />
        )}
        {facts?.os != null && <Fact name={t('hosts.system')} value={<bdi dir="ltr">{facts.os}</bdi>} />}
        {host.lastSeen !== null && (
          <Fact name={t('hosts.lastSeen')} value={<Instant at={host.lastSeen} relative />} />
        )}
        <Fact name={t('hosts.joinedAt')} value={<Instant at={host.joinedAt} />} />
      </dl>
      <section aria-labelledby="devices" className="flex flex-col gap-3">
        <h2 id="devices" className="text-lg font-semibold">
          {t('hosts.devices')}
        </h2>
        {host.devices.length === 0 ? (
          <p className="text-muted">{t('hosts.noDevices')}</p>
        ) : (
          <ul className="flex flex-wrap gap-3">
            {host.devices.map((device) => (
              <DeviceTile key={device.uuid} device={device} load={load.devices.get(device.uuid)} />
            ))}
          </ul>
        )}
      </section>
      {host.devices.length > 0 && <DeviceWeek host={host} />}
    </Page>
  );
}

const Fact = ({ name, value }: { readonly name: string; readonly value: ReactNode }): ReactNode => (
  <>
    <dt className="text-muted">{name}</dt>
    <dd className="mb-1 sm:mb-0">{value}</dd>
  </>
);

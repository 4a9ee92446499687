import type { ReactNode } from 'react';
import { Badge, type Tone } from '../design/badge.js';
import type { HostRowFragment } from '../generated/operations.js';
import { useText } from '../i18n/text.js';

const STATUS_TONES: { readonly [status in HostRowFragment['status']]: Tone } = {
  ONLINE: 'good',
  JOINING: 'busy',
  STOPPED: 'plain',
  LOST: 'bad',
  REMOVED: 'plain',
};
const SCHEDULING_TONES: { readonly [scheduling in HostRowFragment['scheduling']]: Tone } = {
  OPEN: 'good',
  CORDONED: 'warn',
  DRAINING: 'warn',
  DRAINED: 'warn',
};

/** Whether a host is there, and whether it takes work where that is not as usual. */
export function HostState({ host }: { readonly host: HostRowFragment }): ReactNode {
  const t = useText();
  return (
    <span className="inline-flex flex-wrap gap-1">
      <Badge tone={STATUS_TONES[host.status]}>{t(`hosts.status.${host.status}`)}</Badge>
      {host.scheduling !== 'OPEN' && (
        <Badge tone={SCHEDULING_TONES[host.scheduling]}>{t(`hosts.scheduling.${host.scheduling}`)}</Badge>
      )}
      {host.conditions.length > 0 && (
        <Badge tone="bad">{t('hosts.conditions', { count: host.conditions.length })}</Badge>
      )}
    </span>
  );
}

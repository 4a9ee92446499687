import type { ReactNode } from 'react';
import { useReader } from '../i18n/text.js';

export const GIGABYTES: Intl.NumberFormatOptions = { style: 'unit', unit: 'gigabyte' };

export interface Gpus {
  readonly count: number;
  readonly model: string | null;
  readonly memoryGb: number | null;
  readonly device: string | null;
}

/** What devices a job asks for. */
export function GpusText({ gpus: { count, model, memoryGb, device } }: { readonly gpus: Gpus }): ReactNode {
  const { t, format } = useReader();
  if (count === 0 || device === 'cpu') return t('jobs.cpuOnly');
  const parts = [
    model,
    memoryGb === null ? null : `≥ ${format.number(memoryGb, GIGABYTES)}`,
    device === null || device === 'cuda' ? null : device,
  ].filter((part) => part !== null);
  return (
    <>
      {t('jobs.gpuCount', { count })}
      {parts.length > 0 && (
        <>
          {' '}
          <bdi>{parts.join(', ')}</bdi>
        </>
      )}
    </>
  );
}

import type { Format } from '../i18n/format.js';
import type { Translate } from '../i18n/text.js';
import type { Line } from './line.js';

/** What stands before a line: when it came, and from where. */
export function lineDetails(
  format: Format,
  t: Translate,
  { severalRuns }: { readonly severalRuns: boolean },
): (line: Line) => string {
  const today = format.date(Date.now());
  return ({ at, run, stream, stage }) => {
    const date = format.date(at);
    const parts = [
      `${date === today ? '' : `${date} `}${format.seconds(at)}`,
      severalRuns ? t('logs.run', { number: run }) : '',
      stream === 'STDERR' ? 'stderr' : '',
      stage ?? '',
    ];
    return parts.filter((part) => part !== '').join(' · ');
  };
}

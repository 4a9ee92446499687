import { column, id, list, minutes, time, wide, type Item, type View } from './view.js';

/** `2 A100 on gpu-1`. */
function devices(item: Item): string {
  const found = item['devices'];
  if (!Array.isArray(found)) return '';
  const groups = new Map<string, number>();
  for (const { model, host } of found as { model: string; host: { name: string } | null }[]) {
    const name = `${model} on ${host?.name ?? 'a removed host'}`;
    groups.set(name, (groups.get(name) ?? 0) + 1);
  }
  return Array.from(groups, ([name, count]) => `${count} ${name}`).join(', ');
}

export const RESERVATION: View = {
  name: 'id',
  columns: [
    column('ID', id()),
    column('STATE', 'state'),
    column('FROM', time('from')),
    column('UNTIL', time('until')),
    column('DEVICES', devices),
    column('USER', 'user.username'),
    column('TITLE', 'title'),
    wide('PROJECT', 'project.name'),
    wide('POOL', 'pool.name'),
    wide('SERIES', id('seriesId')),
    wide('USED', time('usedAt')),
    wide('REASON', 'reason'),
    wide('UUIDS', list('devices', 'uuid')),
    wide('WARNINGS', list('warnings', 'message')),
  ],
};

export const FREE_WINDOW: View = {
  name: 'from',
  columns: [
    column('FROM', time('from')),
    column('UNTIL', time('until')),
    column('DEVICES', devices),
    wide('UUIDS', list('devices', 'uuid')),
  ],
};

export const CALENDAR_ENTRY: View = {
  name: 'entryId',
  columns: [
    column('KIND', 'kind'),
    column('FROM', time('from')),
    column('UNTIL', time('until')),
    column('USER', ({ visible, user }) =>
      visible === false ? 'busy' : (((user as Item | null)?.['username'] as string) ?? ''),
    ),
    column('TITLE', (item) => String(item['title'] ?? (item['job'] as Item | null)?.['name'] ?? '')),
    column('DEVICES', list('devices', 'uuid')),
    wide('PROJECT', 'project.name'),
    wide('ID', id('entryId')),
  ],
};

export const WAITLIST_ENTRY: View = {
  name: 'id',
  columns: [
    column('ID', id()),
    column('POSITION', 'position'),
    column('USER', 'user.username'),
    column('GPUS', 'count'),
    column('MODEL', 'model'),
    column('FOR', minutes('durationMinutes')),
    column('JOINED', time('joinedAt')),
    column('OFFER', id('offer.id')),
    column('OFFER FROM', time('offer.from')),
    column('OFFER EXPIRES', time('offer.expiresAt')),
    wide('NEEDED BY', time('neededBy')),
    wide('TITLE', 'title'),
  ],
};

export const REQUEST: View = {
  name: 'id',
  columns: [
    column('ID', id()),
    column('STATE', 'state'),
    column('USER', 'user.username'),
    column('GPUS', 'gpus.count'),
    column('MODEL', 'gpus.model'),
    column('FOR', minutes('durationMinutes')),
    column('REASON', 'reason'),
    wide('NOT BEFORE', time('notBefore')),
    wide('NEEDED BY', time('neededBy')),
    wide('POOL', 'pool.name'),
    wide('PROJECT', 'project.name'),
    wide('MESSAGE', 'message'),
    wide('RESERVATION', id('reservationId')),
  ],
};

/** Jobs that wait for approval and requests for devices, in one list. */
export const INBOX: View = {
  name: 'id',
  columns: [
    column('ID', id()),
    column('KIND', 'kind'),
    column('SUBMITTED', time('submittedAt')),
    column('JOB', 'job.name'),
    column('STATE', 'request.state'),
    column('USER', 'request.user.username'),
    column('GPUS', 'request.gpus.count'),
    column('FOR', minutes('request.durationMinutes')),
    column('REASON', 'request.reason'),
  ],
};

export const DECISION: View = {
  name: 'id',
  columns: [column('ID', id()), column('DONE', 'done'), column('CODE', 'code'), column('MESSAGE', 'message')],
};

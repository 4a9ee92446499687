import { column, id, list, time, wide, type Item, type View } from './view.js';

export const WORKFLOW: View = {
  name: 'id',
  columns: [
    column('ID', id()),
    column('NAME', 'name'),
    column('STATE', 'state'),
    column('PROJECT', 'project.name'),
    column('USER', 'user.username'),
    column('CREATED', time('createdAt')),
    wide('ENDED', time('endedAt')),
    wide(
      'NODES',
      list('nodes', (node) => `${String(node['name'])} ${String(node['state']).toLowerCase()}`),
    ),
    wide('EXTERNAL ID', 'externalId'),
    wide('DESCRIPTION', 'description'),
  ],
};

const counts = (item: Item): string =>
  Object.entries((item['counts'] ?? {}) as { readonly [state: string]: number })
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`)
    .join(', ');

export const ARRAY: View = {
  name: 'id',
  columns: [
    column('ID', id()),
    column('NAME', 'name'),
    column('STATE', 'state'),
    column('SIZE', 'size'),
    column('JOBS', counts),
    column('PROJECT', 'project.name'),
    column('USER', 'user.username'),
    wide('GANG', 'gang'),
    wide('AT ONCE', 'maxParallel'),
    wide('CREATED', time('createdAt')),
    wide('ENDED', time('endedAt')),
    wide('MESSAGE', 'message'),
  ],
};

export const SCHEDULE: View = {
  name: 'id',
  columns: [
    column('ID', id()),
    column('NAME', 'name'),
    column('STATE', 'state'),
    column('CRON', 'cron'),
    column('ZONE', 'timeZone'),
    column('NEXT', (item, looks) => {
      const [next] = (item['nextTimes'] ?? []) as readonly string[];
      return next === undefined
        ? ''
        : (time('next') as (item: Item, looks: unknown) => string)({ next }, looks);
    }),
    column('PROJECT', 'project.name'),
    wide('USER', 'user.username'),
    wide('OVERLAP', 'overlap'),
    wide('CATCH UP', 'catchUp'),
    wide('UNTIL', time('until')),
    wide('MESSAGE', 'message'),
    wide(
      'LAST',
      list(
        'lastFirings',
        (firing) => `${String(firing['dueAt'])} ${String(firing['outcome']).toLowerCase()}`,
      ),
    ),
  ],
};

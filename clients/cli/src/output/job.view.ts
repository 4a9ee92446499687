import { at, between, column, id, list, time, wide, type Item, type View } from './view.js';

const gpus = (item: Item): string => {
  const count = at(item, 'gpus.count');
  const model = at(item, 'gpus.model');
  return typeof count === 'number' && count > 0
    ? `${count}${typeof model === 'string' ? ` ${model}` : ''}`
    : '';
};

export const JOB: View = {
  name: 'id',
  columns: [
    column('ID', id()),
    column('NAME', 'name'),
    column('STATE', 'state'),
    column('PROJECT', 'project.name'),
    column('USER', 'user.username'),
    column('GPUS', gpus),
    column('RUN TIME', between('startedAt', 'endedAt')),
    column('EXIT', 'exitCode'),
    wide('POOL', 'pool.name'),
    wide('PRIORITY', 'priority'),
    wide('EXTERNAL ID', 'externalId'),
    wide('CREATED', time('createdAt')),
    wide('STARTED', time('startedAt')),
    wide('ENDED', time('endedAt')),
    wide('MESSAGE', 'message'),
    wide('HOSTS', list('runs', 'host.name')),
    wide('COMMAND', (item) => [item['command'], item['args']].flat().filter(Boolean).join(' ')),
  ],
};

import { column, id, list, minutes, time, wide, type View } from './view.js';

export const HOST: View = {
  name: 'name',
  columns: [
    column('NAME', 'name'),
    column('STATUS', 'status'),
    column('SCHEDULING', 'scheduling'),
    column('POOL', 'pool.name'),
    column('GPUS', ({ devices }) => String((devices as readonly unknown[] | undefined)?.length ?? 0)),
    column('CPU', 'facts.cpuCores'),
    column('CONDITIONS', list('conditions', 'message')),
    wide('ID', id()),
    wide('LAST SEEN', time('lastSeen')),
    wide('LABELS', 'labels'),
    wide('ISOLATION', 'facts.isolation'),
    wide('AGENT', 'facts.agentVersion'),
    wide('ADDRESSES', list('facts.addresses')),
    wide('DEVICES', list('devices', 'uuid')),
  ],
};

export const DEVICE: View = {
  name: 'uuid',
  columns: [
    column('UUID', 'uuid'),
    column('MODEL', 'model'),
    column('HOST', 'host.name'),
    column('INDEX', 'index'),
    column('MEMORY', ({ memoryMiB }) =>
      typeof memoryMiB === 'number' ? `${Math.round(memoryMiB / 1_024)} GiB` : '',
    ),
    column('STATE', 'state'),
    wide('TRAINING', 'limits.training'),
    wide('INFERENCE', 'limits.inference'),
    wide('SHARING', 'sharing'),
    wide('DRIVER', 'driverVersion'),
    wide('CUDA', 'cudaVersion'),
    wide('REASON', 'stateReason'),
  ],
};

export const POOL: View = {
  name: 'name',
  columns: [
    column('NAME', 'name'),
    column('APPROVAL', 'approval'),
    column('MAX QUEUED PER USER', 'maxQueuedPerUser'),
    column('DESCRIPTION', 'description'),
    wide('PRICES', 'priceLabel'),
    wide('CREATED', time('createdAt')),
    wide('ID', id()),
  ],
};

export const POLICY: View = {
  name: 'pool.name',
  columns: [
    column('POOL', 'pool.name'),
    column('ORDER', 'order'),
    column('BACKFILL', 'backfill'),
    column('PLACEMENT', 'placement'),
    wide('FAIR SHARE', 'fairShare'),
    wide('PREEMPTION', 'preemption'),
    wide('RESERVATIONS', 'reservations'),
    wide('SET', time('setAt')),
  ],
};

export const QUEUE: View = {
  name: 'job.name',
  columns: [
    column('POSITION', 'position'),
    column('JOB', id('job.id')),
    column('NAME', 'job.name'),
    column('PRIORITY', 'priority'),
    column('GRANT PRIORITY', 'grantPriority'),
    column('QUEUED', time('queuedAt')),
  ],
};

export const SHARES: View = {
  name: 'project.name',
  columns: [
    column('PROJECT', 'project.name'),
    column('SHARES', 'shares'),
    column('ENTITLED', 'entitled'),
    column('USED', 'used'),
    column('HOURS', 'usedHours'),
    column('FACTOR', 'factor'),
  ],
};

export const MAINTENANCE: View = {
  name: 'id',
  columns: [
    column('ID', id()),
    column('STATE', 'state'),
    column('FROM', time('from')),
    column('UNTIL', time('until')),
    column('HOSTS', list('hosts', 'host.name')),
    column('REASON', 'reason'),
    wide('POOL', 'pool.name'),
    wide('SERIES', id('seriesId')),
  ],
};

export const JOIN_TOKEN: View = {
  name: 'id',
  columns: [
    column('ID', id()),
    column('POOL', 'pool.name'),
    column('USES', 'uses'),
    column('EXPIRES', time('expiresAt')),
    column('STATE', 'state'),
  ],
};

export const ACCOUNT: View = {
  name: 'account',
  columns: [
    column('ACCOUNT', 'account'),
    column('HOST', 'host.name'),
    column('USER', 'user.username'),
    column('SINCE', time('mappedAt')),
  ],
};

export const PROCESS: View = {
  name: 'name',
  columns: [
    column('NAME', 'name'),
    column('KIND', 'kind'),
    column('STATE', 'state'),
    column('BEHIND', 'behindEvents'),
    column('PARKED', 'parked'),
    column('LAST ERROR', 'lastError'),
  ],
};

export const PARKED: View = {
  name: 'id',
  columns: [
    column('ID', id()),
    column('EVENT', 'eventType'),
    column('CONSUMER', 'consumer'),
    column('ATTEMPTS', 'attempts'),
    column('SINCE', time('parkedAt')),
    column('ERROR', 'error'),
  ],
};

export const HOST_USAGE: View = {
  name: 'from',
  columns: [
    column('FROM', time('from')),
    column('LENGTH', minutes('minutes')),
    column('UUID', 'uuid'),
    column('CPU %', 'cpuPercent'),
    column('GPU %', 'utilisationGpu'),
    column('MEMORY MiB', 'memoryUsedMiB'),
    column('PEAK MiB', 'memoryPeakMiB'),
    wide('POWER W', 'powerW'),
    wide('TEMPERATURE', 'temperature'),
  ],
};

export const COMPARISON: View = {
  name: 'policy',
  columns: [
    column('POLICY', 'policy'),
    column('BASELINE', 'baseline'),
    column('WAIT', 'meanWaitSeconds'),
    column('P95 WAIT', 'p95WaitSeconds'),
    column('SLOWDOWN', 'meanBoundedSlowdown'),
    column('FAIRNESS', 'fairnessOfSlowdown'),
    column('ALLOCATED', 'allocated'),
    column('PREEMPTIONS', 'preemptions'),
  ],
};

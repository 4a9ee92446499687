import { column, id, list, time, wide, type Item, type View } from './view.js';

const money = (item: Item): string => `${String(item['amount'])} ${String(item['currency'])}`;

const hours =
  (member: string) =>
  (item: Item): string => {
    const seconds = item[member];
    return typeof seconds === 'number' ? (seconds / 3_600).toFixed(2) : '';
  };

export const USER: View = {
  name: 'username',
  columns: [
    column('USERNAME', 'username'),
    column('ROLE', 'role'),
    column('STATUS', 'status'),
    column('E-MAIL', 'email'),
    column('NAME', ({ profile }) =>
      [(profile as Item | null)?.['givenName'], (profile as Item | null)?.['familyName']]
        .filter(Boolean)
        .join(' '),
    ),
    wide('LAB', 'profile.lab'),
    wide('ZONE', 'profile.timeZone'),
    wide('CREATED', time('createdAt')),
    wide('ID', id()),
  ],
};

export const PROJECT: View = {
  name: 'name',
  columns: [
    column('NAME', 'name'),
    column('MEMBERS', list('members', 'user.username')),
    column('ARCHIVED', 'archived'),
    wide('DESCRIPTION', 'description'),
    wide('CREATED', time('createdAt')),
    wide('ID', id()),
  ],
};

export const GRANT: View = {
  name: 'id',
  columns: [
    column('ID', id()),
    column('USER', 'user.username'),
    column('PROJECT', 'project.name'),
    column('POOL', 'pool.name'),
    column('DEVICE', 'deviceUuid'),
    column('PRIORITY', 'priority'),
    column('MAX HOURS', 'maxHours'),
    column('STATUS', 'status'),
    wide('TIME MULTIPLIER', 'timeMultiplier'),
    wide('CREATED', time('createdAt')),
  ],
};

export const QUOTA: View = {
  name: 'id',
  columns: [
    column('ID', id()),
    column('USER', 'user.username'),
    column('PROJECT', 'project.name'),
    column('POOL', 'pool.name'),
    column('BORROWS', 'borrow'),
    column(
      'LIMITS',
      list(
        'lines',
        (line) => `${String(line['kind'])} ${String(line['used'])}/${String(line['limit'] ?? 'no limit')}`,
      ),
    ),
    wide('SET', time('setAt')),
  ],
};

export const PRICE: View = {
  name: 'id',
  columns: [
    column('MODEL', ({ model }) => String(model ?? 'any')),
    column('POOL', ({ pool }) => String((pool as Item | null)?.['name'] ?? 'any')),
    column(
      'AN HOUR',
      ({ microsPerHour, currency }) => `${((microsPerHour as number) / 1e6).toFixed(2)} ${String(currency)}`,
    ),
    column('FROM', time('from')),
    wide('ID', id()),
  ],
};

export const CHARGE: View = {
  name: 'id',
  columns: [
    column('FROM', time('from')),
    column('TO', time('to')),
    column('JOB', 'job.name'),
    column('RUN', 'run'),
    column('PROJECT', 'project.name'),
    column('GPU HOURS', hours('deviceSeconds')),
    column('AMOUNT', money),
    wide('RESERVATION', id('reservationId')),
    wide('ID', id()),
  ],
};

export const USAGE: View = {
  name: 'key',
  columns: [
    column('OF', ({ user, project, key }) => {
      const named = user as Item | null;
      const name = named?.['username'] ?? (project as Item | null)?.['name'] ?? key;
      return String(name);
    }),
    column('LEASES', 'leases'),
    column('HOURS', hours('leaseSeconds')),
    column('GPU HOURS', hours('deviceSeconds')),
    column('AMOUNT', money),
    wide('KEY', 'key'),
  ],
};

export const TOKEN: View = {
  name: 'name',
  columns: [
    column('NAME', 'name'),
    column('SCOPES', list('scopes')),
    column('EXPIRES', time('expiresAt')),
    column('REVOKED', 'revoked'),
    wide('CREATED', time('createdAt')),
    wide('ID', id()),
  ],
};

export const SESSION: View = {
  name: 'id',
  columns: [
    column('ID', id()),
    column('CLIENT', 'client'),
    column('THIS', 'current'),
    column('LAST USED', time('lastUsedAt')),
    column('EXPIRES', time('expiresAt')),
    wide('CREATED', time('createdAt')),
  ],
};

/** Shown once: whoever has it may use it. */
export const SECRET: View = {
  name: 'token',
  columns: [column('TOKEN', 'token'), column('URL', 'url'), column('EXPIRES', time('expiresAt'))],
};

export const FEED: View = {
  name: 'id',
  columns: [
    column('ID', id()),
    column('OF', 'scope'),
    column('WHICH', id('of')),
    column('CREATED', time('createdAt')),
    column('REVOKED', time('revokedAt')),
  ],
};

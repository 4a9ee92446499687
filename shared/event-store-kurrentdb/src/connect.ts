import { EventStoreDBClient } from '@eventstore/db-client';

/** The client warns of others on standard output, showing the whole connection string. */
const OPTIONS = [
  'connectionName',
  'defaultDeadline',
  'discoveryInterval',
  'gossipTimeout',
  'keepAliveInterval',
  'keepAliveTimeout',
  'maxDiscoverAttempts',
  'nodePreference',
  'throwOnAppendFailure',
  'tls',
  'tlsCAFile',
  'userCertFile',
  'userKeyFile',
];
const FORM = 'kurrentdb://USER:PASSWORD@HOST:2113?tls=true, with special characters of the password as %XX';

/**
 * A client for a connection string, under a name that the server lists. Errors about the string do not show it, as
 * the client's own errors and warnings would: it holds a password.
 */
export function connect(url: string, name: string): EventStoreDBClient {
  const esdb = url.replace(/^kurrentdb/, 'esdb');
  const query = /\?(.*)$/.exec(esdb)?.[1] ?? '';
  const given = query.split('&').filter((option) => option !== '');
  for (const option of given) {
    const [key = '', value] = option.split('=');
    if (!OPTIONS.some((known) => known.toLowerCase() === key.toLowerCase())) {
      throw new RangeError(
        `BERTH_EVENT_STORE: ${key} is not an option of a connection string; the options are ${OPTIONS.join(', ')}`,
      );
    }
    if (key.toLowerCase() === 'throwonappendfailure' && value === 'false') {
      throw new RangeError(
        'BERTH_EVENT_STORE: throwOnAppendFailure must be left on: without it the client reports wrong revisions',
      );
    }
  }
  const named = given.some((option) => /^connectionName=/i.test(option));
  try {
    return EventStoreDBClient.connectionString(
      named ? esdb : `${esdb}${query === '' ? (esdb.endsWith('?') ? '' : '?') : '&'}connectionName=${name}`,
    );
  } catch (error) {
    // An error of parsing shows the string; others are about a certificate's file.
    const about = error instanceof Error && error.constructor === Error ? `: ${error.message}` : '';
    throw new RangeError(`BERTH_EVENT_STORE: is not a connection string of the form ${FORM}${about}`);
  }
}

/** A connection string with another user, or the first. */
export function withLogin(url: string, user: string, password: string): string {
  const [, scheme = '', rest = ''] = /^([a-z+]+:\/\/)(.*)$/i.exec(url) ?? [];
  const query = rest.indexOf('?');
  const authority = query === -1 ? rest : rest.slice(0, query);
  const hosts = authority.slice(authority.lastIndexOf('@') + 1);
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  return `${scheme}${login}@${hosts}${query === -1 ? '' : rest.slice(query)}`;
}

/** The user that a connection string names. */
export function userIn(url: string): string | undefined {
  const found = /^[a-z+]+:\/\/([^:/?#]+):[^?]*@/i.exec(url)?.[1];
  return found === undefined ? undefined : decodeURIComponent(found);
}

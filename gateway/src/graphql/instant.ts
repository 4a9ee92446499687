import { GraphQLError } from 'graphql';

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/**
 * An instant given by a client, in UTC with milliseconds. It must have an offset, because the time zone of this machine
 * is irrelevant, and an existing date: the 30th of February is refused, not interpreted as the 2nd of March.
 * @throws GraphQLError BAD_USER_INPUT
 */
export function parseInstant(value: unknown): string {
  const [, year, month, day] = (typeof value === 'string' && INSTANT.exec(value)) || [];
  const time = day === undefined ? NaN : Date.parse(String(value));
  if (Number.isNaN(time) || !isDay(Number(year), Number(month), Number(day)))
    throw new GraphQLError(
      'must be an instant such as 2026-01-31T08:00:00Z, with Z or an offset such as +01:00',
      {
        extensions: { code: 'BAD_USER_INPUT' },
      },
    );
  return new Date(time).toISOString();
}

const isDay = (year: number, month: number, day: number): boolean =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;

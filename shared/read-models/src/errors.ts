/** A query that can't be answered as it was asked. `part` names what is wrong, for example `where.status` or `cursor`. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  constructor(
    readonly part: string,
    problem: string,
  ) {
    super(`${part}: ${problem}`);
  }
}

/** A document whose indexed field holds something that has no place in an index. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
  constructor(
    readonly collection: string,
    readonly id: string,
    readonly field: string,
  ) {
    super(
      `document ${id} of ${collection}: ${field} is indexed and must hold text, a finite number, a boolean or null`,
    );
  }
}

/** The read models can't be reached or written now (disk full, connection lost). Trying again later may succeed. */
export class ReadModelsUnavailableError extends Error {
  override readonly name = 'ReadModelsUnavailableError';
}

export const isQueryError = (error: unknown): error is QueryError => error instanceof QueryError;

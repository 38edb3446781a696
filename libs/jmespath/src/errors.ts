/** A text that is no query Casewire takes: found when it is compiled. */
export class QuerySyntaxError extends Error {
  override readonly name = 'QuerySyntaxError';
  /** Where in the text, in UTF-16 units from 0; the text's length where it ends too early. */
  readonly position: number;

  constructor(message: string, position: number) {
    super(`${message}, at position ${position}`);
    this.position = position;
  }
}

/** A query that the data it met does not fit, such as a function that got a value of another type. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
}

/** A query that took more steps than it may, or an input or result that is too large. */
export class QueryTooExpensiveError extends Error {
  override readonly name = 'QueryTooExpensiveError';
}

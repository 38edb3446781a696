/** One page of a list ordered by a UUIDv7 column. */
export interface UuidPage {
  readonly limit: number;
  readonly order: 'asc' | 'desc';
  /** The page behind this id, in the chosen order. */
  readonly after?: string | undefined;
  /** The page in front of this id, in the chosen order. */
  readonly before?: string | undefined;
}

/** Rows in the page's order, and whether there are more behind them in the direction of reading. */
export interface Listed<T> {
  readonly rows: readonly T[];
  readonly hasNext: boolean;
}

interface KeysetClause {
  readonly comparison: '<' | '>';
  readonly cursor: string | undefined;
  readonly direction: 'ASC' | 'DESC';
  /** Reading towards the front yields rows in reverse. */
  readonly reversed: boolean;
}

/** How the page is read by its key: which side of the cursor, and in which direction. */
export function keysetClause({ order, after, before }: UuidPage): KeysetClause {
  const reversed = after === undefined && before !== undefined;
  const ascending = (order === 'asc') !== reversed;
  return {
    comparison: ascending ? '>' : '<',
    cursor: after ?? before,
    direction: ascending ? 'ASC' : 'DESC',
    reversed,
  };
}

/** Turns `limit + 1` rows, as they were read, into a page. */
export function toListed<T>(rows: readonly T[], limit: number, reversed: boolean): Listed<T> {
  const page = rows.slice(0, limit);
  return { rows: reversed ? page.toReversed() : page, hasNext: rows.length > limit };
}

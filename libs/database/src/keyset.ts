/** One page of a list, found by a position in it: no row repeats or is skipped while others come and go. */
export interface KeysetPage {
  /** Rows at most. */
  readonly limit: number;
  readonly order: 'asc' | 'desc';
  /** The page begins behind this position, in the chosen order. */
  readonly after?: string | undefined;
  /** The page holds rows in front of this position; without `after`, those just in front of it. */
  readonly before?: string | undefined;
}

/** How a statement reads a page: `WHERE key > above AND key < below ORDER BY key <direction> LIMIT limit + 1`. */
export interface KeysetScan {
  /** Undefined: from the first row. */
  readonly above: string | undefined;
  /** Undefined: to the last row. */
  readonly below: string | undefined;
  readonly direction: 'ASC' | 'DESC';
}

/** Rows in the page's order, and whether there are more in the direction of reading. */
export interface Listed<T> {
  readonly rows: readonly T[];
  readonly hasNext: boolean;
}

export function keysetScan(page: KeysetPage): KeysetScan {
  const { order, after, before } = page;
  const [above, below] = order === 'asc' ? [after, before] : [before, after];
  return { above, below, direction: (order === 'asc') === isBackwards(page) ? 'DESC' : 'ASC' };
}

/** Makes a page of the up to `limit + 1` rows that a `keysetScan` has read. */
export function toListed<T>(rows: readonly T[], page: KeysetPage): Listed<T> {
  const found = rows.slice(0, page.limit);
  return { rows: isBackwards(page) ? found.reverse() : found, hasNext: rows.length > page.limit };
}

function isBackwards({ after, before }: KeysetPage): boolean {
  return before !== undefined && after === undefined;
}

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

/** Bytes of the rows of one page: the row that reaches this is the last one of its page. */
export const MAX_PAGE_BYTES = 4 * 1024 * 1024;

/**
 * Makes a page of the up to `limit + 1` rows that a `keysetScan` has read.
 * @param bytesOf how much of an answer a row takes, where rows may be large. Such rows are read in two steps: first their
 *   keys and sizes, which make the page, then those that are on it.
 */
export function toListed<T>(
  rows: readonly T[],
  page: KeysetPage,
  bytesOf: (row: T) => number = () => 0,
): Listed<T> {
  const found = withinBytes(rows.slice(0, page.limit), bytesOf);
  return { rows: isBackwards(page) ? found.toReversed() : found, hasNext: rows.length > found.length };
}

/** The first row, and each later one as long as the rows before it are smaller than a page may be. */
function withinBytes<T>(rows: readonly T[], bytesOf: (row: T) => number): readonly T[] {
  let bytes = 0;
  const end = rows.findIndex((row) => {
    const isFull = bytes >= MAX_PAGE_BYTES;
    bytes += bytesOf(row);
    return isFull;
  });
  return end === -1 ? rows : rows.slice(0, end);
}

function isBackwards({ after, before }: KeysetPage): boolean {
  return before !== undefined && after === undefined;
}

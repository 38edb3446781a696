/** One column of rows that are handed to PostgreSQL as arrays, a column each: one statement, whatever their number. */
export interface Column<Row> {
  readonly name: string;
  readonly type: string;
  readonly value: (row: Row) => unknown;
}

/** `a, b, c` */
export function names<Row>(columns: readonly Column<Row>[]): string {
  return columns.map(({ name }) => name).join(', ');
}

/** `$1::uuid[], $2::text[]`, for `unnest(...)`. */
export function parameters<Row>(columns: readonly Column<Row>[], first = 1): string {
  return columns.map(({ type }, index) => `$${index + first}::${type}[]`).join(', ');
}

export function arrays<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): unknown[][] {
  return columns.map(({ value }) => rows.map(value));
}

/** The latest instant that PostgreSQL and JavaScript both know, cut to a round year. */
const LATEST = Date.UTC(9999, 0);

/** @param at milliseconds since the epoch; brought into the years 1970 to 9999 */
export function instant(at: number): string;
export function instant(at: number | null): string | null;
export function instant(at: number | null): string | null {
  return at === null ? null : new Date(Math.min(Math.max(at, 0), LATEST)).toISOString();
}

/** A row's columns. Words are printed and not compared. */
export type Row = Readonly<Record<string, number | string>>;
/** Rows by name. */
export type Table = Readonly<Record<string, Row>>;
/** Tables by title. */
export type Tables = Readonly<Record<string, Table>>;

export function printTables(tables: Tables): void {
  for (const [title, table] of Object.entries(tables)) {
    console.log(`\n${title}`);
    console.table(table);
  }
}

/** Four digits are enough for any figure here. */
export function rounded(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : value;
}

export function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T, key: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}

export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

import { arrayParameter, type ElementType, type ElementValues } from './array-parameter.ts';

/** One column of rows. A statement is given an array for each column, so that it takes any number of rows. */
export interface Column<Row> {
  readonly name: string;
  readonly type: ElementType;
  /** @throws UnstorableValueError */
  readonly parameter: (rows: readonly Row[]) => Buffer;
}

export function column<Row, T extends ElementType>(
  name: string,
  type: T,
  value: (row: Row) => ElementValues[T] | null,
): Column<Row> {
  return { name, type, parameter: (rows) => arrayParameter(type, rows.map(value)) };
}

/** The columns of a part of each row, as columns of the row. */
export function columnsWithin<Row, Part>(
  columns: readonly Column<Part>[],
  partOf: (row: Row) => Part,
): Column<Row>[] {
  return columns.map((each) => ({ ...each, parameter: (rows) => each.parameter(rows.map(partOf)) }));
}

/** The names as a list: `a, b, c`. */
export function names(columns: readonly Pick<Column<never>, 'name'>[]): string {
  return columns.map(({ name }) => name).join(', ');
}

/** A select list in which each column is named like the member that holds it: `tenant_id AS "tenantId", ...` */
export function aliased(columns: readonly Pick<Column<never>, 'name'>[], table?: string): string {
  const qualifier = table === undefined ? '' : `${table}.`;
  return columns.map(({ name }) => `${qualifier}${name} AS "${memberNamed(name)}"`).join(', ');
}

function memberNamed(column: string): string {
  return column.replace(/_[a-z]/g, (letter) => letter.slice(1).toUpperCase());
}

/**
 * A subquery that yields the rows of `arrays`. `unnest` stands in the select list, where it costs half as much as
 * a table: there PostgreSQL stores each array before it reads the first row.
 * @param first number of the first array's parameter; default: 1
 */
export function rowsOf(columns: readonly Pick<Column<never>, 'name' | 'type'>[], first = 1): string {
  const list = columns.map(({ name, type }, index) => `unnest($${index + first}::${type}[]) AS ${name}`);
  return `(SELECT ${list.join(', ')})`;
}

/**
 * The parameters of `rowsOf`.
 * @throws UnstorableValueError
 */
export function arrays<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Buffer[] {
  return columns.map(({ parameter }) => parameter(rows));
}

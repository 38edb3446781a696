/**
 * The name of a statement, in a transaction that finds rows by key: PostgreSQL then plans it once for a connection, for
 * any parameters. Other transactions leave it out, so that the statement is planned each time for what it is given.
 * @param findsByKey whether the transaction has begun with `BEGIN_FINDING_BY_KEY`
 */
export function plannedOnce(name: string, findsByKey: boolean): { readonly name?: string } {
  return findsByKey ? { name } : {};
}

/**
 * How a statement that is given rows `u` finds their rows `i`: `$1` and `$2` are their `idRange`, `$3` is their ids.
 * A plan that is made once has to be told to look up ids, or it may read every row of the range. It may compare each row
 * with each that is given, so these must be few. A plan that is made for these rows is better without.
 * @param findsByKey as above
 */
export function isRowGiven(findsByKey: boolean): string {
  const isInRange = 'i.id = u.id AND i.id BETWEEN $1::uuid AND $2::uuid';
  return findsByKey ? `${isInRange} AND i.id = ANY($3::uuid[])` : isInRange;
}

/**
 * The first column of an index that finds rows of a tenant and environment by a text: a hash of all three. Entries stay
 * small however long the text is, and the same text of another tenant stands elsewhere.
 * @param text an SQL expression, like the others
 */
function scopedHash(text: string, tenantId: string, environment: string): string {
  return `hashtextextended(${text}, hashtextextended(${tenantId} || ' ' || ${environment}, 0))`;
}

/**
 * The condition that a row has a text, by an index on the hash of it. Its statement has the tenant as $1 and the environment
 * as $2. The text is compared too, because hashes may agree by accident: by CASE, because PostgreSQL would take two equations
 * for independent of each other, expect hardly any rows, and sort all of a text instead of reading the newest.
 * @param expression of the row's text, as it stands in the index
 * @param sought an SQL expression of the text that is looked for, such as `$3::text`
 */
export function hasText(expression: string, sought: string): string {
  const ofRow = scopedHash(expression, 'tenant_id', 'environment');
  const isEqual = `CASE WHEN ${expression} = ${sought} THEN true ELSE false END`;
  return `${ofRow} = ${scopedHash(sought, '$1::text', '$2::text')} AND ${isEqual}`;
}

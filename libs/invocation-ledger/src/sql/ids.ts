/** Lower than every id of an invocation. */
export const NO_ID = '00000000-0000-0000-0000-000000000000';

/**
 * The lowest and the highest of some ids; an id that no row has, if there are none. Statements name both beside the ids
 * themselves, so that PostgreSQL leaves out the partitions of other days before it looks into them.
 */
export function idRange(ids: readonly string[]): readonly [lowest: string, highest: string] {
  let [lowest = NO_ID, highest = NO_ID] = [ids[0], ids[0]];
  for (const id of ids) {
    if (id < lowest) lowest = id;
    if (id > highest) highest = id;
  }
  return [lowest, highest];
}

/**
 * All rows that a statement finds, in batches. The search goes on by id, so changes to a batch do not disturb it.
 * @param select reads the next rows whose id is above `after`, lowest first
 */
export async function* inBatches<Row extends { readonly id: string }>(
  select: (after: string) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  for (let after = NO_ID; ;) {
    const rows = await select(after);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = last.id;
  }
}

/**
 * The condition that an invocation is of an event. Its id begins with the time of the event's uid, so it stands in a range of
 * the primary key, and in one partition.
 * @param uid an SQL expression of type uuid
 */
export function isOfEvent(uid: string): string {
  const bound = (rest: string) => `(left(${uid}::text, 13) || '-${rest}')::uuid`;
  return `id BETWEEN ${bound('0000-0000-000000000000')} AND ${bound('ffff-ffff-ffffffffffff')} AND event_uid = ${uid}`;
}

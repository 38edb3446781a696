/**
 * Lowest and highest of some ids. Statements name both beside the ids themselves, so that PostgreSQL leaves the other
 * days' partitions out before it plans.
 */
export function idRange(ids: readonly string[]): readonly [lowest: string, highest: string] {
  let [lowest = '', highest = ''] = [ids[0], ids[0]];
  for (const id of ids) {
    if (id < lowest) lowest = id;
    if (id > highest) highest = id;
  }
  return [lowest, highest];
}

/** Lower than every id. */
export const NO_ID = '00000000-0000-0000-0000-000000000000';

import type { AttentionItem } from '../api/types.ts';

type Items = readonly AttentionItem[];

const grouped = new WeakMap<Items, ReadonlyMap<string | null, Items>>();

/**
 * What needs a person, by tenant, the worst of each first if it was so before; under `null` what belongs to none. The same
 * items are grouped once, however many rows ask.
 */
export function byTenant(items: Items): ReadonlyMap<string | null, Items> {
  const known = grouped.get(items);
  if (known !== undefined) return known;
  const groups = Map.groupBy(items, ({ subject: { tenantId } }) => tenantId);
  grouped.set(items, groups);
  return groups;
}

/** What becomes of a list that another one replaces. */
export interface Reconciled<T> {
  /** The new list, in its order: what was there already stands in it as it was. */
  readonly current: readonly T[];
  readonly added: readonly T[];
  readonly removed: readonly T[];
}

/**
 * Replaces a list by another one without touching what is alike in both, each as often as it stands there.
 * @param likenessOf equal for items that are alike
 */
export function reconcile<T>(
  existing: readonly T[],
  wanted: readonly T[],
  likenessOf: (item: T) => string,
): Reconciled<T> {
  const alike = Map.groupBy(existing, likenessOf);
  const added: T[] = [];
  const current = wanted.map((item) => {
    const known = alike.get(likenessOf(item))?.shift();
    if (known === undefined) added.push(item);
    return known ?? item;
  });
  return { current, added, removed: [...alike.values()].flat() };
}

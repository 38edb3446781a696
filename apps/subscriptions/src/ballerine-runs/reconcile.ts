/** The result of replacing a list. */
export interface Reconciled<T> {
  /** The new list, in its order, with the existing items in the place of those that are like them. */
  readonly current: readonly T[];
  readonly added: readonly T[];
  readonly removed: readonly T[];
}

/**
 * Compares an existing list with the wanted one. Items that are alike stay; two alike items match two, not one.
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

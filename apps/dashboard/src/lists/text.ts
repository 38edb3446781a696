export const text = {
  newer: (count: number) =>
    count >= 100 ? 'More than 99 new ones' : `${count} new ${count === 1 ? 'one' : 'ones'}`,
  loadingMore: 'Reading more',
  filters: 'Filters',
  clear: 'Clear',
  any: 'Any',
  keys: 'Arrow keys move, Enter opens',
};

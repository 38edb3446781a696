export const text = {
  newer: (count: number) =>
    count >= 100 ? 'More than 99 new ones' : `${count} new ${count === 1 ? 'one' : 'ones'}`,
  loadingMore: 'Reading more',
  end: 'The list ends here.',
  filters: 'Filters',
  clear: 'Clear',
  any: 'Any',
  from: 'From',
  to: 'To',
  keys: 'Arrow keys move, Enter opens',
};

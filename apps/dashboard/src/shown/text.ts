export const text = {
  copy: 'Copy',
  copied: 'Copied',
  pretty: 'Pretty',
  raw: 'Raw',
  view: 'How the body is shown',
  empty: 'Empty',
  binary: (size: string) => `${size} that are no text`,
  cut: (shown: string, size: string) => `The first ${shown} of ${size}.`,
  showAll: 'Show all',
  noHeaders: 'No headers',
  diff: {
    hidden: 'It may hold sensitive data, and is hidden: there is nothing to compare.',
    same: 'No difference.',
    leftOut: (count: number) => `  ${count} equal ${count === 1 ? 'line' : 'lines'}`,
    cut: 'Only the first 256 KiB are compared.',
  },
};

/** Colours of lines by their names, as shades of the theme. Green is success, red and orange are failures. */
const shades: Readonly<Record<string, string>> = {
  delivered: 'teal-6',
  failed: 'red-6',
  cancelled: 'gray-5',
  successRate: 'teal-6',
  'http-2xx': 'lime-6',
  'http-3xx': 'yellow-6',
  'http-4xx': 'orange-6',
  'http-5xx': 'red-6',
  'http-other': 'pink-5',
  timeout: 'grape-6',
  'connection-error': 'violet-5',
  'tls-error': 'indigo-4',
  'dns-error': 'blue-5',
  'blocked-target': 'gray-7',
  'no-access-token': 'cyan-6',
  'not-sent': 'gray-5',
  p50: 'teal-6',
  p95: 'indigo-5',
  p99: 'grape-6',
};

/** The custom property of the page that has the colour of a line. */
export function propertyOf(name: string): string {
  return `--mantine-color-${shades[name] ?? 'gray-6'}`;
}

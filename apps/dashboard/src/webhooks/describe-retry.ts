import { formatDuration } from '../time/format-time.ts';

/** A retry setting: a name, or exact delays. */
type Retry = string | { readonly delaysSeconds: readonly number[]; readonly maxAgeSeconds?: number };

const named: Readonly<Record<string, string>> = {
  none: 'None',
  standard: 'Ten times over three days',
  fast: 'Eight times within ten minutes',
  patient: 'Twelve times over seven days',
};

/** A retry setting in words. */
export function describeRetry(retry: Retry): string {
  if (typeof retry === 'string') return named[retry] ?? retry;
  const delays = retry.delaysSeconds.map((seconds) => formatDuration(seconds * 1_000));
  if (delays.length === 0) return named['none'] ?? '';
  const age = retry.maxAgeSeconds;
  return `After ${delays.join(', ')}${age === undefined ? '' : `, for ${formatDuration(age * 1_000)} at most`}`;
}

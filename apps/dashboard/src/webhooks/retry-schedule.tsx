import { Text } from '@mantine/core';
import { formatDuration } from '../time/format-time.ts';
import { attemptTimes } from './retry-delays.ts';
import { text } from './text.ts';

/** Draws when the attempts of a delivery follow each other. The scale is logarithmic: the first ones are close together. */
export function RetrySchedule({ delays }: { readonly delays: readonly number[] }) {
  const times = attemptTimes(delays);
  const last = times.at(-1) ?? 0;
  const placeOf = (seconds: number) => (last === 0 ? 0 : Math.log1p(seconds) / Math.log1p(last));
  return (
    <figure className="schedule" aria-label={text.schedule.label}>
      <div className="schedule-line" aria-hidden>
        {times.map((seconds, index) => (
          <span key={index} style={{ left: `${100 * placeOf(seconds)}%` }} />
        ))}
      </div>
      <Text component="figcaption" c="dimmed" fz="xs">
        {text.schedule.attempts(times.length, times.slice(1).map(inWords))}
      </Text>
    </figure>
  );
}

function inWords(seconds: number): string {
  return formatDuration(seconds * 1_000);
}

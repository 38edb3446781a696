import { formatAge, formatFull, formatShort } from './format-time.ts';
import { useNow, useTimeZone } from './zone.ts';

interface TimeProps {
  /** RFC 3339; null shows a dash. */
  readonly at: string | null | undefined;
  /** Whether it is also told how long ago it was. */
  readonly withAge?: boolean;
}

/** An instant in the zone of the page. The pointer shows it in full; `datetime` is UTC. */
export function Time({ at, withAge = false }: TimeProps) {
  const timeZone = useTimeZone();
  const now = useNow();
  if (at == null) return <>–</>;
  return (
    <>
      <time dateTime={at} className="tabular" title={`${formatFull(at, timeZone)} · ${formatAge(at, now)}`}>
        {formatShort(at, timeZone, now)}
      </time>
      {withAge && ` (${formatAge(at, now)})`}
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import { bodyOf } from '../../api/api.ts';
import type { PreviewedEvent } from '../../api/types.ts';
import { useApi, usePlace } from '../../app/place.ts';
import { exampleEvent } from '../../catalogue/example-event.ts';
import { useEventTypes } from '../../catalogue/queries.ts';
import { isCasewireType } from '../../events/casewire-type.ts';
import { eventsKey } from '../../events/queries.ts';
import { visibleText } from '../../shown/visible-text.ts';
import { formatShort } from '../../time/format-time.ts';
import { useTimeZone } from '../../time/zone.ts';

/** Events that can be chosen: the latest. */
const LATEST = 25;

/** An event that a preview can be of. */
export interface PreviewChoice {
  readonly value: string;
  readonly label: string;
  /** How the API is asked about it: by the `uid` of an event that was accepted, or by an event that is sent along. */
  readonly about: { readonly eventUid: string } | { readonly event: PreviewedEvent };
}

interface PreviewChoices {
  /** The latest events that were accepted, of which sessions see what is not sensitive. */
  readonly accepted: readonly PreviewChoice[];
  /** An event of each type that has an example, of which everything is seen. */
  readonly examples: readonly PreviewChoice[];
  /** The one that stands there first; undefined until the events are read. */
  readonly usual: PreviewChoice | undefined;
}

export function usePreviewChoices(): PreviewChoices {
  const { accepted, isPending } = useLatestEvents();
  const examples = useExamples();
  // Most webhooks are not for Casewire's own events.
  const usual = accepted.find(({ type }) => !isCasewireType(type)) ?? accepted[0] ?? examples[0];
  return { accepted, examples, usual: isPending ? undefined : usual };
}

function useLatestEvents() {
  const api = useApi();
  const timeZone = useTimeZone();
  const { data, isPending } = useQuery({
    queryKey: eventsKey(usePlace(), 'latest'),
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/events', { params: { query: { limit: LATEST } }, signal })),
  });
  const accepted = (data?.data ?? []).map(({ uid, type, acceptedAt }) => ({
    ...{ type, value: uid, about: { eventUid: uid } },
    label: `${visibleText(type)} · ${formatShort(acceptedAt, timeZone, Date.now())}`,
  }));
  return { accepted, isPending };
}

function useExamples(): PreviewChoice[] {
  const { data = [] } = useEventTypes();
  return data
    .filter(({ type, example }) => example !== null && !isCasewireType(type))
    .map((type) => ({
      value: `example ${type.type}`,
      label: visibleText(type.type),
      about: { event: JSON.parse(exampleEvent(type)) as PreviewedEvent },
    }));
}

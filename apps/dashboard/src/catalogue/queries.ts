import { useQuery } from '@tanstack/react-query';
import { bodyOf, type Api } from '../api/api.ts';
import type { EventType, Place } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';

function eventTypesKey({ tenant, environment }: Place, ...rest: readonly unknown[]) {
  return [tenant, environment, 'event-types', ...rest];
}

/** A tenant may have a thousand types of its own beside those of the families. */
const MAX_PAGES = 20;

async function readEventTypes(api: Api, signal: AbortSignal): Promise<EventType[]> {
  const types: EventType[] = [];
  for (let page = 0; page < MAX_PAGES; page++) {
    const after = types.at(-1)?.type;
    const query = { limit: 100, ...(after !== undefined && { after }) };
    const { data, hasNext } = await bodyOf(api.GET('/v1/event-types', { params: { query }, signal }));
    types.push(...data);
    if (!hasNext) break;
  }
  return types;
}

/** All event types that the tenant can publish and subscribe to, by name. */
function useEventTypes() {
  const api = useApi();
  return useQuery({
    queryKey: eventTypesKey(usePlace(), 'all'),
    queryFn: ({ signal }) => readEventTypes(api, signal),
    staleTime: 60_000,
  });
}

export function useEventTypeNames() {
  const { data, ...query } = useEventTypes();
  return { ...query, data: data?.map(({ type }) => type) };
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiFor, bodyOf, type Api } from '../api/api.ts';
import type { CloudEvent, NewEventType, Place } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';
import type { TypeInput } from './type-values.ts';
import { typesIn, type WrittenType } from './written-types.ts';

function eventTypesKey({ tenant, environment }: Place, ...rest: readonly unknown[]) {
  return [tenant, environment, 'event-types', ...rest];
}

/** A tenant may have a thousand types of its own beside those of the families. */
const MAX_PAGES = 20;

/** Answers are read as text, because `JSON.parse` makes other numbers of `1.50` and of twenty digits. */
async function readEventTypes(api: Api, signal: AbortSignal): Promise<WrittenType[]> {
  const types: WrittenType[] = [];
  for (let page = 0; page < MAX_PAGES; page++) {
    const after = types.at(-1)?.type;
    const query = { limit: 100, ...(after !== undefined && { after }) };
    const asked = { params: { query }, signal, parseAs: 'text' } as const;
    const page = typesIn(await bodyOf(api.GET('/v1/event-types', asked)));
    types.push(...page.types);
    if (!page.hasNext) break;
  }
  return types;
}

/** All event types that the tenant can publish and subscribe to, by name. */
export function useEventTypes() {
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

/** Makes or replaces an own type. */
export function useSetEventType() {
  const api = useApi();
  const place = usePlace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ type, json }: TypeInput) =>
      bodyOf(
        api.PUT('/v1/event-types/{type}', {
          params: { path: { type } },
          body: JSON.parse(json) as NewEventType,
          bodySerializer: () => json,
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: eventTypesKey(place) }),
  });
}

export function useDeleteEventType() {
  const api = useApi();
  const place = usePlace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (type: string) =>
      bodyOf<unknown>(api.DELETE('/v1/event-types/{type}', { params: { path: { type } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: eventTypesKey(place) }),
  });
}

/** Copies an own type from the sandbox, as a request to production, which alone may change it. */
export function useCopyEventType() {
  const { tenant } = usePlace();
  const queryClient = useQueryClient();
  const production = { tenant, environment: 'production' } as const;
  return useMutation({
    mutationFn: (type: string) =>
      bodyOf(
        apiFor(production).POST('/v1/event-types/{type}/copy', {
          params: { path: { type } },
          body: { to: 'production' },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: eventTypesKey(production) }),
  });
}

/** Asks what would become of an event, which goes to the server as it is written. */
export function useValidate() {
  const api = useApi();
  return useMutation({
    mutationFn: (json: string) =>
      bodyOf(
        api.POST('/v1/events/validate', {
          headers: { 'content-type': 'application/cloudevents+json' },
          body: JSON.parse(json) as CloudEvent,
          bodySerializer: () => json,
        }),
      ),
  });
}

import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { bodyOf, type Api } from '../api/api.ts';
import type { Cursor, Place } from '../api/types.ts';
import { useApi, usePlace, usePlaceIfAny } from '../app/place.ts';
import type { EventSearch, RejectedSearch } from './event-search.ts';

export function eventsKey({ tenant, environment }: Partial<Place>, ...rest: readonly unknown[]) {
  return [tenant, environment, 'events', ...rest];
}

export function rejectedKey({ tenant, environment }: Partial<Place>, ...rest: readonly unknown[]) {
  return [tenant, environment, 'rejected', ...rest];
}

export function readEvents(api: Api, search: EventSearch) {
  return (query: Cursor & { limit: number }, signal: AbortSignal) =>
    bodyOf(api.GET('/v1/events', { params: { query: { ...search, ...query, outcomes: 'true' } }, signal }));
}

export function readRejected(api: Api, search: RejectedSearch & { readonly unassigned?: 'true' }) {
  return (query: Cursor & { limit: number }, signal: AbortSignal) =>
    bodyOf(api.GET('/v1/rejected-events', { params: { query: { ...search, ...query } }, signal }));
}

export function useEventQuery(uid: string) {
  const api = useApi();
  return queryOptions({
    queryKey: eventsKey(usePlace(), uid),
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/events/{uid}', { params: { path: { uid } }, signal })),
  });
}

export function useRejectedQuery(id: string) {
  const api = useApi();
  return queryOptions({
    queryKey: rejectedKey(usePlaceIfAny(), id),
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/v1/rejected-events/{id}', { params: { path: { id } }, signal })),
  });
}

/** What stands in place of what a rejected event had. */
export interface Corrected {
  /** JSON text; undefined keeps the original. */
  readonly data: string | undefined;
  /** By name: the value, or null to leave the attribute out. */
  readonly attributes: Readonly<Record<string, string | null>>;
}

/** Publishes a rejected event again, with other data where it is given: JSON, which goes out as it is written. */
export function useRepublish(id: string) {
  const api = useApi();
  const place = usePlaceIfAny();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ data, attributes }: Corrected) => {
      // The text of the data is sent as it is, with all digits of its numbers.
      const members = [
        `"attributes":${JSON.stringify(attributes)}`,
        ...(data === undefined ? [] : [`"data":${data}`]),
      ];
      const bodySerializer = () => `{${members.join(',')}}`;
      const call = { params: { path: { id } }, body: {}, bodySerializer };
      return bodyOf(api.POST('/v1/rejected-events/{id}/republish', call));
    },
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: rejectedKey(place) }),
        queryClient.invalidateQueries({ queryKey: eventsKey(place) }),
      ]),
  });
}

import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { bodyOf } from '../api/api.ts';
import type { Place } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';
import { POLL_MS } from '../app/query-client.ts';

export function failuresKey({ tenant, environment }: Place, ...rest: readonly unknown[]) {
  return [tenant, environment, 'failures', ...rest];
}

export function useFailureQuery(id: string) {
  const api = useApi();
  return queryOptions({
    queryKey: failuresKey(usePlace(), id),
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/failures/{id}', { params: { path: { id } }, signal })),
    refetchInterval: POLL_MS,
  });
}

/** Sends again what has failed in a group. */
export function useRetryGroup(id: string) {
  const api = useApi();
  const place = usePlace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => bodyOf(api.POST('/v1/failures/{id}/retry', { params: { path: { id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: failuresKey(place) }),
  });
}

interface Ignoring {
  readonly ignored: boolean;
  /** Default: until something of the group fails again. */
  readonly until?: string | undefined;
}

/** Ignores a group, or ignores it no longer. */
export function useIgnoreGroup(id: string) {
  const api = useApi();
  const place = usePlace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ ignored, until }: Ignoring) => {
      const params = { path: { id } };
      return ignored
        ? bodyOf(api.POST('/v1/failures/{id}/ignore', { params, body: until === undefined ? {} : { until } }))
        : bodyOf(api.POST('/v1/failures/{id}/unignore', { params }));
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: failuresKey(place) }),
  });
}

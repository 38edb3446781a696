import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { bodyOf, type Api } from '../api/api.ts';
import type { Cursor, ExplainedInvocation, Place } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';
import { POLL_MS } from '../app/query-client.ts';
import type { InvocationSearch } from './invocation-search.ts';

export function invocationsKey({ tenant, environment }: Place, ...rest: readonly unknown[]) {
  return [tenant, environment, 'invocations', ...rest];
}

export function readInvocations(api: Api, search: InvocationSearch) {
  return (query: Cursor & { limit: number }, signal: AbortSignal) =>
    bodyOf(api.GET('/v1/invocations', { params: { query: { ...search, ...query } }, signal }));
}

/** Statuses that change by themselves. */
const unsettled: ReadonlySet<ExplainedInvocation['status']> = new Set(['pending', 'retrying', 'held']);

/** Read again every few seconds while it may change. */
export function invocationQuery(api: Api, place: Place, id: string) {
  return queryOptions({
    queryKey: invocationsKey(place, id),
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/invocations/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) =>
      state.data === undefined || unsettled.has(state.data.status) ? POLL_MS : 3 * POLL_MS,
  });
}

/** The attempts of an invocation, the first one first. */
export function attemptsQuery(api: Api, place: Place, id: string) {
  return infiniteQueryOptions({
    queryKey: invocationsKey(place, id, 'attempts'),
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 100, ...pageParam };
      return bodyOf(api.GET('/v1/invocations/{id}/attempts', { params: { path: { id }, query }, signal }));
    },
    initialPageParam: {},
    getNextPageParam: ({ data, hasNext }): Cursor | undefined => {
      const last = data.at(-1);
      return hasNext && last !== undefined ? { after: last.id } : undefined;
    },
  });
}

/** Retries or cancels, and reads everything about invocations again. */
export function useChangeInvocation(id: string, change: 'retry' | 'cancel') {
  const api = useApi();
  const place = usePlace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => {
      const params = { params: { path: { id } } };
      return bodyOf<unknown>(
        change === 'retry'
          ? api.POST('/v1/invocations/{id}/retry', params)
          : api.POST('/v1/invocations/{id}/cancel', params),
      );
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: invocationsKey(place) }),
  });
}

import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { bodyOf, type Api } from '../api/api.ts';
import type { Cursor, ExplainedInvocation, Place, ResendPreview } from '../api/types.ts';
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

/** Whether its status can still change by itself. */
export function isUnsettled({ status }: Pick<ExplainedInvocation, 'status'>): boolean {
  return unsettled.has(status);
}

/** Read again every few seconds while it may change. */
export function invocationQuery(api: Api, place: Place, id: string) {
  return queryOptions({
    queryKey: invocationsKey(place, id),
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/invocations/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) =>
      state.data === undefined || isUnsettled(state.data) ? POLL_MS : 3 * POLL_MS,
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

/** The request that a resend would send. It is read again each time that it is shown, because settings change. */
export function resendPreviewQuery(api: Api, place: Place, id: string) {
  return queryOptions({
    queryKey: invocationsKey(place, id, 'resend'),
    queryFn: async ({ signal }): Promise<ResendPreview> => {
      const dryRun = { params: { path: { id } }, body: { dryRun: true }, signal };
      const answer = await bodyOf(api.POST('/v1/invocations/{id}/resend', dryRun));
      if ('request' in answer) return answer;
      throw new TypeError('a dry run answers a request');
    },
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
}

/** Renders the event of an invocation with the settings of today, and sends it under a new id. */
export function useResend(id: string) {
  const api = useApi();
  const place = usePlace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      bodyOf(api.POST('/v1/invocations/{id}/resend', { params: { path: { id } }, body: {} })).then(
        (answer) => {
          if ('id' in answer) return answer;
          throw new TypeError('the answer is the new invocation');
        },
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: invocationsKey(place) }),
  });
}

/** The last delivery of the same event type to the same webhook, with its last attempt; null where there is none. */
export function lastDeliveredQuery(
  api: Api,
  place: Place,
  { id, webhookId, eventType }: ExplainedInvocation,
) {
  return queryOptions({
    queryKey: invocationsKey(place, id, 'last delivered'),
    queryFn: async ({ signal }) => {
      // Two, because the newest one may be this one.
      const query = { webhook: webhookId, eventType, status: 'delivered', limit: 2 } as const;
      const { data } = await bodyOf(api.GET('/v1/invocations', { params: { query }, signal }));
      const other = data.find((each) => each.id !== id);
      if (other === undefined) return null;
      const path = { id: other.id };
      const [delivered, attempts] = await Promise.all([
        bodyOf(api.GET('/v1/invocations/{id}', { params: { path }, signal })),
        bodyOf(
          api.GET('/v1/invocations/{id}/attempts', {
            params: { path, query: { order: 'desc', limit: 100 } },
            signal,
          }),
        ),
      ]);
      const last = attempts.data.find(({ outcome }) => outcome === 'delivered');
      return last === undefined ? null : { delivered, last };
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

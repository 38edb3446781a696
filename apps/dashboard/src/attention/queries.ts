import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { bodyOf, sessionApi } from '../api/api.ts';
import type { Place } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';
import { POLL_MS } from '../app/query-client.ts';

function attentionKey({ tenant, environment }: Place) {
  return [tenant, environment, 'attention'];
}

export function useAttentionQuery() {
  const api = useApi();
  return queryOptions({
    queryKey: attentionKey(usePlace()),
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/attention', { signal })),
    refetchInterval: POLL_MS,
  });
}

/** Has what needs a person read again at once. */
export function useReadAgain(): () => void {
  const queryKey = attentionKey(usePlace());
  const queryClient = useQueryClient();
  return () => void queryClient.invalidateQueries({ queryKey });
}

/** Of all tenants, by receiver: for the operator alone. */
export const attentionOfAll = queryOptions({
  queryKey: ['attention'],
  queryFn: ({ signal }) => bodyOf(sessionApi.GET('/v1/attention', { signal })),
  refetchInterval: POLL_MS,
});

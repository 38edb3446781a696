import { queryOptions } from '@tanstack/react-query';
import { bodyOf, sessionApi } from '../api/api.ts';
import type { Place } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';
import { POLL_MS } from '../app/query-client.ts';

export function attentionKey({ tenant, environment }: Place) {
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

/** Of all tenants, by receiver: for the operator alone. */
export const attentionOfAll = queryOptions({
  queryKey: ['attention'],
  queryFn: ({ signal }) => bodyOf(sessionApi.GET('/v1/attention', { signal })),
  refetchInterval: POLL_MS,
});

import { queryOptions } from '@tanstack/react-query';
import { bodyOf, sessionApi } from '../api/api.ts';
import { POLL_MS } from '../app/query-client.ts';

/** Whether the services work: for the operator alone. */
export const systemQuery = queryOptions({
  queryKey: ['system'],
  queryFn: ({ signal }) => bodyOf(sessionApi.GET('/v1/system', { signal })),
  refetchInterval: POLL_MS,
});

/** What waits between them. Dead letters are read from their topic each time, so it is asked for less often. */
export const pipelineQuery = queryOptions({
  queryKey: ['system', 'pipeline'],
  queryFn: ({ signal }) => bodyOf(sessionApi.GET('/v1/system/pipeline', { signal })),
  refetchInterval: 2 * POLL_MS,
});

import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { bodyOf, type Api } from '../../api/api.ts';
import type { Invocation } from '../../api/types.ts';
import { useApi, usePlace } from '../../app/place.ts';
import { POLL_MS } from '../../app/query-client.ts';
import { notesOf } from '../../invocations/describe-note.ts';
import { invocationsKey, isUnsettled } from '../../invocations/queries.ts';
import type { Receiver } from './way.ts';

/** Requests by hand that are read of each invocation. */
const REQUESTS = 20;

/** Attempts that are read of each invocation. */
const ATTEMPTS = 100;

/**
 * What became of an event at its receivers, in the order of `ids`. It is read again while it may change.
 * @param ids of invocations, 100 at most
 * @returns those that are known by now
 */
export function useReceivers(ids: readonly string[]): readonly Receiver[] {
  const api = useApi();
  const place = usePlace();
  const { data: invocations = [] } = useQuery({
    queryKey: invocationsKey(place, 'way', ids),
    queryFn: async ({ signal }) => {
      const query = { ids: ids.join(','), limit: 100 };
      return (await bodyOf(api.GET('/v1/invocations', { params: { query }, signal }))).data;
    },
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.some(isUnsettled) === false ? 3 * POLL_MS : POLL_MS),
  });
  const byId = new Map(invocations.map((invocation) => [invocation.id, invocation]));
  const known = ids.flatMap((id) => byId.get(id) ?? []);
  return useQueries({
    queries: known.map((invocation) => ({
      // What has changed is read again.
      queryKey: invocationsKey(place, invocation.id, 'way', ...changesOf(invocation)),
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => readReceiver(api, invocation, signal),
      placeholderData: keepPreviousData,
    })),
    combine: (results) => results.flatMap(({ data }) => data ?? []),
  });
}

function changesOf(invocation: Invocation): readonly unknown[] {
  return [invocation.attempts, invocation.status, notesOf(invocation).at(-1)?.number];
}

async function readReceiver(api: Api, invocation: Invocation, signal: AbortSignal): Promise<Receiver> {
  const { id } = invocation;
  const attempts = { path: { id }, query: { limit: ATTEMPTS } };
  const requests = { query: { resource: `invocations/${id}`, limit: REQUESTS } };
  const [made, asked] = await Promise.all([
    bodyOf(api.GET('/v1/invocations/{id}/attempts', { params: attempts, signal })),
    bodyOf(api.GET('/v1/audit', { params: requests, signal })),
  ]);
  return { invocation, attempts: made.data, requests: asked.data };
}

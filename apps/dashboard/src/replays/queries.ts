import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { BodyOf } from '@casewire/client';
import { bodyOf } from '../api/api.ts';
import type { Place } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';
import { POLL_MS } from '../app/query-client.ts';

export function replaysKey({ tenant, environment }: Place, ...rest: readonly unknown[]) {
  return [tenant, environment, 'replays', ...rest];
}

export function useReplayQuery(id: string) {
  const api = useApi();
  return queryOptions({
    queryKey: replaysKey(usePlace(), id),
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/replays/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.endedAt == null ? 2_000 : 2 * POLL_MS),
  });
}

export type ReplayChange = 'pause' | 'resume' | 'cancel';

export function useChangeReplay(id: string) {
  const api = useApi();
  const place = usePlace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: ReplayChange) =>
      bodyOf(api.POST(`/v1/replays/{id}/${change}`, { params: { path: { id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: replaysKey(place) }),
  });
}

export type ReplayRequest = BodyOf<'post', '/v1/webhooks/{id}/replay'>;

/** Begins a replay of a webhook, or counts what it would send. */
export function useReplay(webhookId: string) {
  const api = useApi();
  const place = usePlace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: ReplayRequest) =>
      bodyOf(api.POST('/v1/webhooks/{id}/replay', { params: { path: { id: webhookId } }, body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: replaysKey(place) }),
  });
}

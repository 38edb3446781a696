import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { bodyOf } from '../api/api.ts';
import type { Inspector, Place } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';
import { POLL_MS } from '../app/query-client.ts';
import { useEventTypeNames } from '../catalogue/queries.ts';
import { webhooksKey } from '../webhooks/queries.ts';
import type { Respond } from './answers.ts';
import { text } from './text.ts';

function inspectorsKey({ tenant, environment }: Place, ...rest: readonly unknown[]) {
  return [tenant, environment, 'inspectors', ...rest];
}

/** Whoever tries something looks at the list while it happens. */
const LIVE_MS = 1_500;

/** The tenant's inspectors, newest first. */
export function useInspectors(isAvailable: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: inspectorsKey(usePlace(), 'all'),
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/inspectors', { signal })),
    refetchInterval: POLL_MS,
    enabled: isAvailable,
  });
}

/** The requests that an inspector has got, newest first. */
export function useInspectedRequests(id: string, isAllowed: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: inspectorsKey(usePlace(), id, 'requests'),
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/v1/inspectors/{id}/requests', { params: { path: { id }, query: { limit: 100 } }, signal }),
      ),
    refetchInterval: LIVE_MS,
    enabled: isAllowed,
  });
}

/** A change of inspectors, after which they are read anew. */
function useChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const place = usePlace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: inspectorsKey(place) }),
  });
}

export function useCreateInspector() {
  const api = useApi();
  return useChange(() => bodyOf(api.POST('/v1/inspectors', { body: {} })));
}

export function useRemoveInspector(id: string) {
  const api = useApi();
  return useChange(() => bodyOf<unknown>(api.DELETE('/v1/inspectors/{id}', { params: { path: { id } } })));
}

export function useAnswerWith(id: string) {
  const api = useApi();
  return useChange((respond: Respond) =>
    bodyOf(api.PATCH('/v1/inspectors/{id}', { params: { path: { id } }, body: { respond } })),
  );
}

/** Registers a webhook that gets every event. Its secret is not needed here, and can be rotated on its page. */
export function useRegister({ url }: Inspector) {
  const api = useApi();
  const place = usePlace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      bodyOf(api.POST('/v1/webhooks', { body: { url, name: text.webhookName, events: ['*'] } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: webhooksKey(place) }),
    gcTime: 0,
  });
}

/** Most tenants know it. */
const USUAL_TYPE = 'workflow.completed';

/** Sends an example to a webhook. */
export function useSendTest() {
  const api = useApi();
  const place = usePlace();
  const queryClient = useQueryClient();
  const { data: names = [] } = useEventTypeNames();
  const eventType = names.find((name) => name === USUAL_TYPE) ?? names[0] ?? USUAL_TYPE;
  return useMutation({
    mutationFn: (id: string) =>
      bodyOf(api.POST('/v1/webhooks/{id}/test', { params: { path: { id } }, body: { eventType } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: inspectorsKey(place) }),
  });
}

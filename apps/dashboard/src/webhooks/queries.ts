import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { bodyOf, type Api } from '../api/api.ts';
import type { Place, Webhook } from '../api/types.ts';
import { useApi, usePlace } from '../app/place.ts';
import { POLL_MS } from '../app/query-client.ts';

export function webhooksKey({ tenant, environment }: Place, ...rest: readonly unknown[]) {
  return [tenant, environment, 'webhooks', ...rest];
}

/** A tenant's webhooks, those of single runs not counted, are a thousand unless the operator allows more. */
const MAX_PAGES = 50;

async function readAllWebhooks(api: Api, signal: AbortSignal): Promise<Webhook[]> {
  const webhooks: Webhook[] = [];
  for (let page = 0; page < MAX_PAGES; page++) {
    const after = webhooks.at(-1)?.id;
    const query = { limit: 100, ...(after !== undefined && { after }) };
    const { data, hasNext } = await bodyOf(api.GET('/v1/webhooks', { params: { query }, signal }));
    webhooks.push(...data);
    if (!hasNext) break;
  }
  return webhooks;
}

/** All webhooks but those of single runs, newest first. */
export function useWebhookList() {
  const api = useApi();
  const place = usePlace();
  return useQuery({
    queryKey: webhooksKey(place, 'all'),
    queryFn: ({ signal }) => readAllWebhooks(api, signal),
    refetchInterval: 2 * POLL_MS,
    staleTime: POLL_MS,
  });
}

export function useWebhookQuery(id: string) {
  const api = useApi();
  return queryOptions({
    queryKey: webhooksKey(usePlace(), id),
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/webhooks/{id}', { params: { path: { id } }, signal })),
    refetchInterval: POLL_MS,
  });
}

/** A webhook as it is when a form is opened, with the tag by which a change says that it is about this version. */
export interface OpenedWebhook {
  readonly webhook: Webhook;
  readonly etag: string;
}

/** Reads a webhook anew for each form. */
export function useOpenedWebhookQuery(id: string) {
  const api = useApi();
  return queryOptions({
    queryKey: webhooksKey(usePlace(), id, 'opened'),
    queryFn: async ({ signal }): Promise<OpenedWebhook> => {
      const { data, response } = await api.GET('/v1/webhooks/{id}', { params: { path: { id } }, signal });
      return { webhook: data, etag: response.headers.get('etag') ?? '*' };
    },
    refetchInterval: POLL_MS,
    gcTime: 0,
  });
}

export function useHealthQuery(id: string) {
  const api = useApi();
  return queryOptions({
    queryKey: webhooksKey(usePlace(), id, 'health'),
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/v1/webhooks/{id}/health', { params: { path: { id } }, signal })),
    refetchInterval: POLL_MS,
  });
}

/** What can be done with a webhook by one click. */
export type WebhookAction = 'pause' | 'send' | 'skip' | 'disable' | 'enable' | 'remove';

const statusOf = { pause: 'paused', disable: 'disabled', enable: 'active' } as const;

async function act(api: Api, id: string, action: WebhookAction): Promise<unknown> {
  const params = { path: { id } };
  switch (action) {
    case 'send':
    case 'skip':
      return bodyOf(api.POST('/v1/webhooks/{id}/resume', { params, body: { backlog: action } }));
    case 'remove':
      return bodyOf<unknown>(api.DELETE('/v1/webhooks/{id}', { params }));
    case 'pause':
    case 'disable':
    case 'enable':
      return bodyOf(api.PATCH('/v1/webhooks/{id}', { params, body: { status: statusOf[action] } }));
  }
}

export function useWebhookAction(id: string) {
  const api = useApi();
  const place = usePlace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (action: WebhookAction) => act(api, id, action),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: webhooksKey(place) }),
  });
}

import { workflowData } from './events.ts';
import { OWN_WORDS, type OwnedThings } from './owned-things.ts';

/** A request of an operation, about the things of one tenant. */
export interface ApiCall {
  /** Values of the parameters of the path. */
  readonly ids: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly contentType?: string;
  /**
   * `hidden`: it names things of the tenant by their ids, which nobody else finds. `own`: everybody may make it, and it is
   * about what they have themselves. `session`: it is about the session or the secret that comes with it, not about a tenant.
   * `crossing`: it carries something of the tenant to its other environment, or is about what belongs to both.
   */
  readonly kind: 'hidden' | 'own' | 'session' | 'crossing';
  /** The status in the other environment, where there are no things of this kind. Default 404. */
  readonly elsewhere?: number;
  /** It answers the same twice, if nothing is changed between. */
  readonly isSteady: boolean;
}

type Rest = Partial<Pick<ApiCall, 'query' | 'contentType' | 'isSteady' | 'elsewhere'>>;

const hidden = (ids: ApiCall['ids'], body?: unknown, rest: Rest = {}): ApiCall => ({
  kind: 'hidden',
  ids,
  body,
  isSteady: true,
  ...rest,
});
const own = (ids: ApiCall['ids'] = {}, body?: unknown, rest: Rest = {}): ApiCall => ({
  kind: 'own',
  ids,
  body,
  isSteady: true,
  ...rest,
});
const session = (body?: unknown, ids: ApiCall['ids'] = {}): ApiCall => ({
  kind: 'session',
  ids,
  body,
  isSteady: false,
});

const changing = { isSteady: false };
const ofSandbox = { elsewhere: 403 };
const since = new Date(0).toISOString();
const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
const url = 'https://receiver.example/hooks';
const event = {
  ...{ specversion: '1.0', id: 'of-others', source: '/isolation', type: 'claim.paid', data: { amount: 1 } },
};
const ofBallerine = { config: { subscriptions: [{ type: 'webhook', url, events: ['*'] }] } };
const run = { workflowId: 'kyb', context: { entity: { type: 'business', data: {} }, documents: [] } };

/**
 * A request for each operation of the API, by its method and path. They stand in the order in which they can be made one
 * after the other: what ends a thing comes last. A new operation needs a line here.
 */
export function apiCalls(of: OwnedThings): Readonly<Record<string, ApiCall>> {
  const { webhook, invocation, replay, tenant } = of;
  const verified = { headers: { 'webhook-id': 'x' }, body: '{}' };
  const cloudEvent = { contentType: 'application/cloudevents+json' };
  return {
    'GET /v1/events': own(),
    'POST /v1/events': own({}, event, cloudEvent),
    'POST /v1/events/validate': own({}, event, cloudEvent),
    'GET /v1/events/{uid}': hidden({ uid: of.event }),
    'GET /v1/rejected-events': own(),
    'GET /v1/rejected-events/{id}': hidden({ id: of.rejectedEvent }),
    'POST /v1/rejected-events/{id}/republish': hidden({ id: of.rejectedEvent }, { data: workflowData() }),

    'GET /v1/event-types': own(),
    'GET /v1/event-types/{type}': own({ type: of.eventType }),
    'PUT /v1/event-types/{type}': own({ type: of.eventType }, { schema: {} }),
    'POST /v1/event-types/{type}/copy': {
      ...own({ type: of.eventType }, { to: 'production' }),
      kind: 'crossing',
    },
    'DELETE /v1/event-types/{type}': own({ type: of.eventType }),

    'GET /v1/secrets': own(),
    'PUT /v1/secrets/{name}': own({ name: of.secretName }, { value: 'of others' }),
    'DELETE /v1/secrets/{name}': own({ name: of.secretName }),
    'GET /v1/signing-secret': own(),
    'POST /v1/signing-secret/rotate': own({}, {}),

    'GET /v1/settings': { ...own(), kind: 'crossing' },

    'GET /v1/invocations': own({}, undefined, { query: `webhook=${webhook}` }),
    'GET /v1/invocations/{id}': hidden({ id: invocation }),
    'GET /v1/invocations/{id}/attempts': hidden({ id: invocation }),
    'POST /v1/invocations/{id}/retry': hidden({ id: invocation }),
    'POST /v1/invocations/{id}/resend': hidden({ id: invocation }, { dryRun: true }),
    'POST /v1/invocations/{id}/cancel': hidden({ id: invocation }),
    'GET /v1/statistics': own({}, undefined, { query: `webhook=${webhook}`, ...changing }),
    'GET /v1/attention': own({}, undefined, changing),
    'GET /v1/system': own({}, undefined, changing),
    'GET /v1/system/pipeline': own({}, undefined, changing),
    'GET /v1/egress': own(),
    'GET /v1/data/{address}': hidden({ address: of.dataAddress }, undefined, changing),
    'GET /api/v3/notifications/webhook/history': own(),

    'GET /v1/replays': own({}, undefined, { query: `webhook=${webhook}` }),
    'GET /v1/replays/{id}': hidden({ id: replay }),
    'POST /v1/replays/{id}/pause': hidden({ id: replay }),
    'POST /v1/replays/{id}/resume': hidden({ id: replay }),
    'POST /v1/replays/{id}/cancel': hidden({ id: replay }),

    'GET /v1/failures': own(),
    'GET /v1/failures/{id}': hidden({ id: of.failureGroup }),
    'POST /v1/failures/{id}/ignore': hidden({ id: of.failureGroup }, { until: inAnHour }),
    'POST /v1/failures/{id}/unignore': hidden({ id: of.failureGroup }),
    'POST /v1/failures/{id}/retry': hidden({ id: of.failureGroup }),
    'GET /v1/search': own({}, undefined, { query: `q=${encodeURIComponent(OWN_WORDS)}`, ...changing }),
    'POST /v1/reveals': hidden({}, { kind: 'invocation', id: invocation }, changing),
    'GET /v1/audit': { ...own({}, undefined, changing), kind: 'crossing' },

    'GET /v1/inspectors': own(),
    'POST /v1/inspectors': own({}, {}),
    'GET /v1/inspectors/{id}': hidden({ id: of.inspector }, undefined, ofSandbox),
    'PATCH /v1/inspectors/{id}': hidden({ id: of.inspector }, { respond: { status: 500 } }, ofSandbox),
    'GET /v1/inspectors/{id}/requests': hidden({ id: of.inspector }, undefined, ofSandbox),
    'DELETE /v1/inspectors/{id}': hidden({ id: of.inspector }, undefined, ofSandbox),

    'GET /v1/webhooks': own(),
    'POST /v1/webhooks': own({}, { url }),
    'POST /v1/webhooks/preview': hidden({}, { webhook: { url }, eventUid: of.event }),
    'GET /v1/webhooks/{id}': hidden({ id: webhook }),
    'PATCH /v1/webhooks/{id}': hidden({ id: webhook }, { name: 'of others' }),
    'GET /v1/webhooks/{id}/health': hidden({ id: webhook }, undefined, changing),
    'POST /v1/webhooks/{id}/resume': hidden({ id: webhook }, { backlog: 'skip' }),
    'GET /v1/webhooks/{id}/secret': hidden({ id: webhook }),
    'POST /v1/webhooks/{id}/secret/rotate': hidden({ id: webhook }, {}),
    'POST /v1/webhooks/{id}/verify': hidden({ id: webhook }, verified),
    'POST /v1/webhooks/{id}/test': hidden({ id: webhook }, {}),
    'POST /v1/webhooks/{id}/cancel': hidden({ id: webhook }, { since }),
    'POST /v1/webhooks/{id}/replay': hidden({ id: webhook }, { since, status: 'all' }),
    'GET /v1/webhooks/{webhookId}/changes': hidden({ webhookId: webhook }, undefined, changing),
    'GET /v1/webhooks/{webhookId}/data-fetches': hidden({ webhookId: webhook }),
    'DELETE /v1/webhooks/{id}': hidden({ id: webhook }),

    'GET /api/v3/organization/webhooks': own(),
    'POST /api/v3/organization/webhooks': own({}, { webhook_url: url, event_types: ['DOCVER'] }),
    'PATCH /api/v3/organization/webhooks/{id}': hidden({ id: of.dataspikeWebhook }, { enabled: false }),
    'POST /api/v3/organization/webhooks/{id}/hmac/rotate': hidden({ id: of.dataspikeWebhook }),
    'DELETE /api/v3/organization/webhooks/{id}': hidden({ id: of.dataspikeWebhook }),
    'POST /api/v1/external/workflows/run': own({}, run),
    'PUT /api/v1/external/workflows/{workflowId}/config': own({ workflowId: 'kyb' }, ofBallerine),

    'POST /v1/sessions': session({ code: 'no such code' }),
    'POST /v1/sessions/preview': session({ code: 'no such code' }),
    'GET /v1/sessions/current': session(),
    'DELETE /v1/sessions/current': session(),
    'PUT /v1/sessions/current/views/{tenantId}': session(undefined, { tenantId: tenant }),
    'POST /v1/sessions/current/views/{tenantId}/unlock': session({ reason: 'why' }, { tenantId: tenant }),
    'DELETE /v1/sessions/current/views/{tenantId}': session(undefined, { tenantId: tenant }),
    'GET /v1/sessions': own({}, undefined, changing),
    'DELETE /v1/sessions/{id}': hidden({ id: of.session }),
    'GET /v1/tenants': own(),
    'POST /v1/tenants': own({}, { name: 'Another' }),
    'GET /v1/tenants/{id}': hidden({ id: tenant }),
    'PATCH /v1/tenants/{id}': hidden({ id: tenant }, { name: 'of others' }),
    'GET /v1/tenants/{tenantId}/api-keys': hidden({ tenantId: tenant }),
    'POST /v1/tenants/{tenantId}/api-keys': hidden({ tenantId: tenant }, { environment: 'sandbox' }),
    'DELETE /v1/tenants/{tenantId}/api-keys/{id}': hidden({ tenantId: tenant, id: of.apiKey }),
    'GET /v1/tenants/{tenantId}/portal-links': hidden({ tenantId: tenant }),
    'POST /v1/tenants/{tenantId}/portal-links': hidden({ tenantId: tenant }, { environments: ['sandbox'] }),
    'DELETE /v1/tenants/{tenantId}/portal-links/{id}': hidden({ tenantId: tenant, id: of.portalLink }),
    'DELETE /v1/tenants/{id}': hidden({ id: tenant }),
  };
}

/** An answer, as text. */
export interface TextAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * Makes a request of `apiCalls`.
 * @param operation its name there @param base of the gateway @param headers that say who makes it
 */
export async function makeCall(
  base: string,
  headers: Readonly<Record<string, string>>,
  operation: string,
  { ids, query, body, contentType = 'application/json' }: ApiCall,
): Promise<TextAnswer> {
  const [method = '', template = ''] = operation.split(' ');
  const path = template.replaceAll(/\{(\w+)\}/g, (_match, name: string) =>
    encodeURIComponent(ids[name] ?? ''),
  );
  const answer = await fetch(`${base}${path}${query === undefined ? '' : `?${query}`}`, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': contentType }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, text: await answer.text() };
}

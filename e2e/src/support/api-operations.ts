import type { ItemOf } from '@casewire/client';
import { workflowData } from './events.ts';
import type { ApiRequest } from './make-call.ts';
import { OWN_WORDS, type OwnedThings } from './owned-things.ts';

interface Facts {
  /**
   * `hidden`: it names things of the tenant by their ids, which nobody else finds. `own`: everybody may make it, and it is
   * about what they have themselves. `session`: it is about the session or the secret that comes with it, not about a tenant.
   * `crossing`: it carries something of the tenant to its other environment, or is about what belongs to both.
   */
  readonly kind: 'hidden' | 'own' | 'session' | 'crossing';
  /** The status in the other environment, where there are no things of this kind. Default 404. */
  readonly elsewhere?: number;
  /** It does not answer the same twice, although nothing is changed between. */
  readonly isUnsteady?: true;
  /** The action of the entry that it leaves in the audit. What changes something has this or `unaudited`. */
  readonly audited?: ItemOf<'/v1/audit'>['action'];
  /** Why it leaves no entry, although it is no GET. */
  readonly unaudited?: string;
  /** The thing that it makes. The `id` of its answer is what later requests are about. */
  readonly makes?: keyof OwnedThings;
  /** A POST that takes no `Idempotency-Key`: it changes nothing, or what it makes is new each time. */
  readonly isKeyless?: true;
}

/** An operation of the API. */
export interface ApiOperation extends Facts {
  /** A request of it that succeeds, about the things of one tenant. */
  readonly request: (of: OwnedThings) => ApiRequest;
}

/** A request of an operation about given things. */
export type ApiCall = Facts & ApiRequest;

type Rest = Omit<Facts, 'kind'>;

const hidden = (request: ApiOperation['request'], rest: Rest = {}): ApiOperation => ({
  ...{ kind: 'hidden', request },
  ...rest,
});
const own = (request: ApiRequest | ApiOperation['request'] = {}, rest: Rest = {}): ApiOperation => ({
  ...{ kind: 'own', request: typeof request === 'function' ? request : () => request },
  ...rest,
});
const crossing = (request: ApiOperation['request'], rest: Rest = {}): ApiOperation => ({
  ...{ kind: 'crossing', request },
  ...rest,
});
const session = (request: ApiOperation['request'] = () => ({}), rest: Rest = {}): ApiOperation => ({
  ...{ kind: 'session', isUnsteady: true, request },
  ...rest,
});

const unsteady = { isUnsteady: true } as const;
/** Nothing listens there. */
const closed = 'http://127.0.0.1:1/';
const reads = { unaudited: 'reads', isKeyless: true } as const;
const ofSandbox = { elsewhere: 403 };
const since = '2020-01-01T00:00:00Z';
const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
const url = 'https://receiver.example/hooks';
const cloudEvent = {
  body: {
    ...{ specversion: '1.0', id: 'of-others', source: '/isolation', type: 'claim.paid', data: { amount: 1 } },
  },
  contentType: 'application/cloudevents+json',
};
const ofBallerine = { config: { subscriptions: [{ type: 'webhook', url, events: ['*'] }] } };
const run = { workflowId: 'kyb', context: { entity: { type: 'business', data: {} }, documents: [] } };

/**
 * All operations of the API, by method and path. They stand in an order in which a request of each can succeed: what ends a
 * thing comes last. A new operation needs a line here and nowhere else.
 */
export const apiOperations: Readonly<Record<string, ApiOperation>> = {
  'GET /v1/events': own(),
  'POST /v1/events': own(cloudEvent, {
    unaudited: 'an event is kept itself, with its time and source; so are its deliveries',
  }),
  'POST /v1/events/validate': own(cloudEvent, reads),
  'GET /v1/events/{uid}': hidden(({ event: uid }) => ({ ids: { uid } })),
  'GET /v1/rejected-events': own(),
  'GET /v1/rejected-events/{id}': hidden(({ rejectedEvent: id }) => ({ ids: { id } })),
  'POST /v1/rejected-events/{id}/republish': hidden(
    ({ rejectedEvent: id }) => ({ ids: { id }, body: { data: workflowData() } }),
    { audited: 'rejected-event.republished' },
  ),

  'GET /v1/event-types': own(),
  'GET /v1/event-types/{type}': own(({ eventType: type }) => ({ ids: { type } })),
  'PUT /v1/event-types/{type}': own(({ eventType: type }) => ({ ids: { type }, body: { schema: {} } }), {
    audited: 'event-type.set',
  }),
  'POST /v1/event-types/{type}/copy': crossing(
    ({ eventType: type }) => ({ ids: { type }, body: { to: 'production' } }),
    { audited: 'event-type.copied' },
  ),
  'DELETE /v1/event-types/{type}': own(({ eventType: type }) => ({ ids: { type } }), {
    audited: 'event-type.deleted',
  }),

  'GET /v1/secrets': own(),
  'PUT /v1/secrets/{name}': own(({ secretName: name }) => ({ ids: { name }, body: { value: 'of others' } }), {
    audited: 'secret.set',
  }),
  'DELETE /v1/secrets/{name}': own(({ secretName: name }) => ({ ids: { name } }), {
    audited: 'secret.deleted',
  }),
  'GET /v1/signing-secret': own({}, { audited: 'signing-secret.revealed' }),
  'POST /v1/signing-secret/rotate': own({ body: {} }, { audited: 'signing-secret.rotated' }),

  'GET /v1/settings': crossing(() => ({})),

  'GET /v1/invocations': own(({ webhook }) => ({ query: `webhook=${webhook}` })),
  'GET /v1/invocations/{id}': hidden(({ invocation: id }) => ({ ids: { id } })),
  'GET /v1/invocations/{id}/attempts': hidden(({ invocation: id }) => ({ ids: { id } })),
  'POST /v1/invocations/{id}/retry': hidden(({ invocation: id }) => ({ ids: { id } }), {
    audited: 'invocation.retried',
  }),
  'POST /v1/invocations/{id}/resend': hidden(({ invocation: id }) => ({ ids: { id }, body: {} }), {
    audited: 'invocation.resent',
  }),
  'POST /v1/invocations/{id}/cancel': hidden(({ waitingInvocation: id }) => ({ ids: { id } }), {
    audited: 'invocation.cancelled',
  }),
  'GET /v1/statistics': own(({ webhook }) => ({ query: `webhook=${webhook}` }), unsteady),
  'GET /v1/attention': own({}, unsteady),
  'GET /v1/system': own({}, unsteady),
  'GET /v1/system/pipeline': own({}, unsteady),
  'GET /v1/egress': own(),
  'GET /v1/data/{address}': hidden(({ dataAddress: address }) => ({ ids: { address } }), unsteady),
  'GET /api/v3/notifications/webhook/history': own(),

  'POST /v1/webhooks/{id}/replay': hidden(
    ({ webhook: id }) => ({ ids: { id }, body: { since, status: 'all' } }),
    { audited: 'replay.begun', makes: 'replay' },
  ),
  'GET /v1/replays': own(({ webhook }) => ({ query: `webhook=${webhook}` })),
  'GET /v1/replays/{id}': hidden(({ replay: id }) => ({ ids: { id } })),
  'POST /v1/replays/{id}/pause': hidden(({ replay: id }) => ({ ids: { id } }), { audited: 'replay.paused' }),
  'POST /v1/replays/{id}/resume': hidden(({ replay: id }) => ({ ids: { id } }), {
    audited: 'replay.resumed',
  }),
  'POST /v1/replays/{id}/cancel': hidden(({ replay: id }) => ({ ids: { id } }), {
    audited: 'replay.cancelled',
  }),

  'GET /v1/failures': own(),
  'GET /v1/failures/{id}': hidden(({ failureGroup: id }) => ({ ids: { id } })),
  'POST /v1/failures/{id}/ignore': hidden(
    ({ failureGroup: id }) => ({ ids: { id }, body: { until: inAnHour } }),
    { audited: 'failure-group.ignored' },
  ),
  'POST /v1/failures/{id}/unignore': hidden(({ failureGroup: id }) => ({ ids: { id } }), {
    audited: 'failure-group.unignored',
  }),
  'POST /v1/failures/{id}/retry': hidden(({ failureGroup: id }) => ({ ids: { id } }), {
    audited: 'replay.begun',
  }),
  'GET /v1/search': own({ query: `q=${encodeURIComponent(OWN_WORDS)}` }, unsteady),
  'POST /v1/reveals': hidden(({ invocation: id }) => ({ body: { kind: 'invocation', id } }), {
    ...{ audited: 'payload.revealed', isKeyless: true },
    ...unsteady,
  }),
  'GET /v1/audit': crossing(() => ({}), unsteady),

  'GET /v1/inspectors': own(),
  'POST /v1/inspectors': own({ body: {} }, { audited: 'inspector.created' }),
  'GET /v1/inspectors/{id}': hidden(({ inspector: id }) => ({ ids: { id } }), ofSandbox),
  'PATCH /v1/inspectors/{id}': hidden(
    ({ inspector: id }) => ({ ids: { id }, body: { respond: { status: 500 } } }),
    { audited: 'inspector.changed', ...ofSandbox },
  ),
  'GET /v1/inspectors/{id}/requests': hidden(({ inspector: id }) => ({ ids: { id } }), ofSandbox),
  'DELETE /v1/inspectors/{id}': hidden(({ inspector: id }) => ({ ids: { id } }), {
    ...{ audited: 'inspector.deleted', ...ofSandbox },
  }),

  'GET /v1/webhooks': own(),
  'POST /v1/webhooks': own({ body: { url } }, { audited: 'webhook.created' }),
  'POST /v1/webhooks/preview': hidden(
    ({ event: eventUid }) => ({ body: { webhook: { url }, eventUid } }),
    reads,
  ),
  'POST /v1/webhooks/check-url': own({ body: { url: closed } }, reads),
  'GET /v1/webhooks/{id}': hidden(({ webhook: id }) => ({ ids: { id } })),
  'PATCH /v1/webhooks/{id}': hidden(({ webhook: id }) => ({ ids: { id }, body: { status: 'paused' } }), {
    audited: 'webhook.changed',
  }),
  'POST /v1/webhooks/{id}/resume': hidden(({ webhook: id }) => ({ ids: { id }, body: { backlog: 'skip' } }), {
    audited: 'webhook.resumed',
  }),
  'GET /v1/webhooks/{id}/health': hidden(({ webhook: id }) => ({ ids: { id } }), unsteady),
  'GET /v1/webhooks/{id}/secret': hidden(({ webhook: id }) => ({ ids: { id } }), {
    audited: 'webhook.secret-revealed',
  }),
  'POST /v1/webhooks/{id}/secret/rotate': hidden(({ webhook: id }) => ({ ids: { id }, body: {} }), {
    audited: 'webhook.secret-rotated',
  }),
  'POST /v1/webhooks/{id}/verify': hidden(
    ({ webhook: id }) => ({ ids: { id }, body: { headers: { 'webhook-id': 'x' }, body: '{}' } }),
    reads,
  ),
  'POST /v1/webhooks/{id}/test': hidden(({ webhook: id }) => ({ ids: { id }, body: {} }), {
    unaudited:
      'sends a request to the receiver, and changes nothing; one whose answer is revealed leaves an entry',
  }),
  'POST /v1/webhooks/{id}/cancel': hidden(({ webhook: id }) => ({ ids: { id }, body: { since } }), {
    audited: 'webhook.backlog-cancelled',
  }),
  'GET /v1/webhooks/{webhookId}/changes': hidden(
    ({ webhook: webhookId }) => ({ ids: { webhookId } }),
    unsteady,
  ),
  'GET /v1/webhooks/{webhookId}/data-fetches': hidden(({ webhook: webhookId }) => ({ ids: { webhookId } })),
  'DELETE /v1/webhooks/{id}': hidden(({ webhook: id }) => ({ ids: { id } }), { audited: 'webhook.deleted' }),

  'GET /api/v3/organization/webhooks': own(),
  'POST /api/v3/organization/webhooks': own(
    { body: { webhook_url: url, event_types: ['DOCVER'] } },
    { audited: 'webhook.created' },
  ),
  'PATCH /api/v3/organization/webhooks/{id}': hidden(
    ({ dataspikeWebhook: id }) => ({ ids: { id }, body: { enabled: false } }),
    { audited: 'webhook.changed' },
  ),
  'POST /api/v3/organization/webhooks/{id}/hmac/rotate': hidden(
    ({ dataspikeWebhook: id }) => ({ ids: { id } }),
    { audited: 'webhook.secret-rotated' },
  ),
  'DELETE /api/v3/organization/webhooks/{id}': hidden(({ dataspikeWebhook: id }) => ({ ids: { id } }), {
    audited: 'webhook.deleted',
  }),
  'POST /api/v1/external/workflows/run': own(
    { body: run },
    { unaudited: 'a run is traffic like an event: its webhooks end with it' },
  ),
  'PUT /api/v1/external/workflows/{workflowId}/config': own(
    { ids: { workflowId: 'kyb' }, body: ofBallerine },
    { audited: 'webhook.created' },
  ),

  'POST /v1/sessions': session(() => ({ body: { code: 'no such code' } }), {
    ...{ audited: 'session.started', isKeyless: true },
  }),
  'POST /v1/sessions/preview': session(() => ({ body: { code: 'no such code' } }), reads),
  'GET /v1/sessions/current': session(),
  'PUT /v1/sessions/current/views/{tenantId}': session(({ tenant: tenantId }) => ({ ids: { tenantId } }), {
    audited: 'tenant-view.started',
  }),
  'POST /v1/sessions/current/views/{tenantId}/unlock': session(
    ({ tenant: tenantId }) => ({ ids: { tenantId }, body: { reason: 'ticket 17' } }),
    { audited: 'tenant-view.unlocked', isKeyless: true },
  ),
  'DELETE /v1/sessions/current/views/{tenantId}': session(({ tenant: tenantId }) => ({ ids: { tenantId } }), {
    audited: 'tenant-view.ended',
  }),
  'DELETE /v1/sessions/current': session(undefined, { audited: 'session.ended' }),
  'GET /v1/sessions': own({}, unsteady),
  'DELETE /v1/sessions/{id}': hidden(({ session: id }) => ({ ids: { id } }), { audited: 'session.ended' }),
  'DELETE /v1/sessions': hidden(({ tenant }) => ({ query: `tenant=${tenant}` }), {
    audited: 'session.ended',
  }),
  'GET /v1/tenants': own(),
  'POST /v1/tenants': own({ body: { name: 'Another' } }, { audited: 'tenant.created' }),
  'GET /v1/tenants/{id}': hidden(({ tenant: id }) => ({ ids: { id } })),
  'PATCH /v1/tenants/{id}': hidden(({ tenant: id }) => ({ ids: { id }, body: { name: 'of others' } }), {
    audited: 'tenant.changed',
  }),
  'GET /v1/tenants/{tenantId}/api-keys': hidden(({ tenant: tenantId }) => ({ ids: { tenantId } })),
  'POST /v1/tenants/{tenantId}/api-keys': hidden(
    ({ tenant: tenantId }) => ({ ids: { tenantId }, body: { environment: 'sandbox' } }),
    { audited: 'api-key.created', makes: 'apiKey' },
  ),
  'DELETE /v1/tenants/{tenantId}/api-keys/{id}': hidden(
    ({ tenant: tenantId, apiKey: id }) => ({ ids: { tenantId, id } }),
    { audited: 'api-key.revoked' },
  ),
  'GET /v1/tenants/{tenantId}/portal-links': hidden(({ tenant: tenantId }) => ({ ids: { tenantId } })),
  'POST /v1/tenants/{tenantId}/portal-links': hidden(
    ({ tenant: tenantId }) => ({ ids: { tenantId }, body: { environments: ['sandbox'] } }),
    { audited: 'portal-link.created', makes: 'portalLink', isKeyless: true },
  ),
  'DELETE /v1/tenants/{tenantId}/portal-links/{id}': hidden(
    ({ tenant: tenantId, portalLink: id }) => ({ ids: { tenantId, id } }),
    { audited: 'portal-link.revoked' },
  ),
  'DELETE /v1/tenants/{id}': hidden(({ tenant: id }) => ({ ids: { id } }), { audited: 'tenant.deleted' }),
};

/** A request for each operation about the things of one tenant. */
export function apiCalls(of: OwnedThings): Readonly<Record<string, ApiCall>> {
  return Object.fromEntries(Object.entries(apiOperations).map(([name, each]) => [name, callOf(each, of)]));
}

export function callOf({ request, ...facts }: ApiOperation, of: OwnedThings): ApiCall {
  return { ...facts, ...request(of) };
}

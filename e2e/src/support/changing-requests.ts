import type { Tenant } from '@casewire/testing';

/** What the requests of the walk are about. */
export interface Place {
  readonly tenant: Tenant;
  readonly production: Tenant;
  /** Its deliveries were refused, and are tried again in an hour. */
  readonly retrying: string;
  /** Its deliveries have failed. */
  readonly failed: string;
  readonly invocations: readonly string[];
  /** What has failed of another webhook. */
  readonly failureGroup: string;
  readonly rejectedEvent: string;
  /** That somebody else has begun. */
  readonly otherSession: string;
  readonly receiverUrl: string;
  readonly adminKey: string;
}

/** How a request is made that succeeds. What one step answers is what later ones are about, by the step's operation. */
export interface Step {
  readonly action: string;
  /** Default: the tenant's sandbox key. */
  readonly by?: 'tenant' | 'operator' | 'production' | 'page';
  readonly body?: unknown;
  readonly path: (made: (operation: string) => string) => string;
}

const WEBHOOK = 'POST /v1/webhooks';
const LINKS = '/v1/tenants/{tenantId}/portal-links';
const VIEWS = '/v1/sessions/current/views/{tenantId}';
const KEYS = '/v1/tenants/{tenantId}/api-keys';
const DATASPIKE = '/api/v3/organization/webhooks';
const INSPECTOR = 'POST /v1/inspectors';
const REPLAY = 'POST /v1/webhooks/{id}/replay';
const environments = ['sandbox'];
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const longAgo = { since: '2020-01-01T00:00:00Z' };

/** Every operation that changes something or shows what is hidden, in an order in which each of them can. */
export function changingRequests(place: Place): Readonly<Record<string, Step>> {
  const { tenant } = place;
  const view = `/v1/sessions/current/views/${tenant.id}`;
  const ofTenant = (part: string) => `/v1/tenants/${tenant.id}/${part}`;
  return {
    'POST /v1/tenants': {
      ...{ action: 'tenant.created', by: 'operator', body: { name: 'Short-lived' } },
      path: () => '/v1/tenants',
    },
    'PATCH /v1/tenants/{id}': {
      ...{ action: 'tenant.changed', by: 'operator', body: { name: 'Renamed' } },
      path: (made) => `/v1/tenants/${made('POST /v1/tenants')}`,
    },
    'DELETE /v1/tenants/{id}': {
      ...{ action: 'tenant.deleted', by: 'operator' },
      path: (made) => `/v1/tenants/${made('POST /v1/tenants')}`,
    },
    [`POST ${KEYS}`]: {
      ...{ action: 'api-key.created', by: 'operator', body: { environment: 'sandbox' } },
      path: () => ofTenant('api-keys'),
    },
    [`DELETE ${KEYS}/{id}`]: {
      ...{ action: 'api-key.revoked', by: 'operator' },
      path: (made) => ofTenant(`api-keys/${made(`POST ${KEYS}`)}`),
    },
    [`POST ${LINKS}`]: {
      ...{ action: 'portal-link.created', by: 'operator', body: { environments } },
      path: () => ofTenant('portal-links'),
    },
    [`DELETE ${LINKS}/{id}`]: {
      ...{ action: 'portal-link.revoked', by: 'operator' },
      path: (made) => ofTenant(`portal-links/${made(`POST ${LINKS}`)}`),
    },
    'POST /v1/sessions': {
      ...{ action: 'session.started', by: 'page' },
      body: { key: place.adminKey },
      path: () => '/v1/sessions',
    },
    [`PUT ${VIEWS}`]: {
      ...{ action: 'tenant-view.started', by: 'page' },
      path: () => view,
    },
    [`POST ${VIEWS}/unlock`]: {
      ...{ action: 'tenant-view.unlocked', by: 'page', body: { reason: 'ticket 17' } },
      path: () => `${view}/unlock`,
    },
    [`DELETE ${VIEWS}`]: {
      ...{ action: 'tenant-view.ended', by: 'page' },
      path: () => view,
    },
    'DELETE /v1/sessions/current': {
      ...{ action: 'session.ended', by: 'page' },
      path: () => '/v1/sessions/current',
    },
    'DELETE /v1/sessions/{id}': {
      ...{ action: 'session.ended', by: 'operator' },
      path: () => `/v1/sessions/${place.otherSession}`,
    },
    [WEBHOOK]: {
      action: 'webhook.created',
      body: { url: place.receiverUrl, events: ['claim.none'] },
      path: () => '/v1/webhooks',
    },
    'PATCH /v1/webhooks/{id}': {
      ...{ action: 'webhook.changed', body: { status: 'paused' } },
      path: (made) => `/v1/webhooks/${made(WEBHOOK)}`,
    },
    'POST /v1/webhooks/{id}/resume': {
      ...{ action: 'webhook.resumed', body: { backlog: 'send' } },
      path: (made) => `/v1/webhooks/${made(WEBHOOK)}/resume`,
    },
    'POST /v1/webhooks/{id}/secret/rotate': {
      ...{ action: 'webhook.secret-rotated', body: {} },
      path: (made) => `/v1/webhooks/${made(WEBHOOK)}/secret/rotate`,
    },
    'DELETE /v1/webhooks/{id}': {
      action: 'webhook.deleted',
      path: (made) => `/v1/webhooks/${made(WEBHOOK)}`,
    },
    'POST /v1/signing-secret/rotate': {
      ...{ action: 'signing-secret.rotated', body: {} },
      path: () => '/v1/signing-secret/rotate',
    },
    'PUT /v1/secrets/{name}': {
      ...{ action: 'secret.set', body: { value: 'x' } },
      path: () => '/v1/secrets/KEY',
    },
    'DELETE /v1/secrets/{name}': { action: 'secret.deleted', path: () => '/v1/secrets/KEY' },
    'PUT /v1/event-types/{type}': {
      ...{ action: 'event-type.set', body: { schema: {} } },
      path: () => '/v1/event-types/claim.lost',
    },
    'POST /v1/event-types/{type}/copy': {
      ...{ action: 'event-type.copied', by: 'production', body: { to: 'production' } },
      path: () => '/v1/event-types/claim.lost/copy',
    },
    'POST /v1/rejected-events/{id}/republish': {
      ...{ action: 'rejected-event.republished', body: {} },
      path: () => `/v1/rejected-events/${place.rejectedEvent}/republish`,
    },
    'DELETE /v1/event-types/{type}': {
      action: 'event-type.deleted',
      path: () => '/v1/event-types/claim.lost',
    },
    [`POST ${DATASPIKE}`]: {
      action: 'webhook.created',
      body: { webhook_url: place.receiverUrl, event_types: ['DOCVER'] },
      path: () => DATASPIKE,
    },
    [`PATCH ${DATASPIKE}/{id}`]: {
      ...{ action: 'webhook.changed', body: { enabled: false } },
      path: (made) => `${DATASPIKE}/${made(`POST ${DATASPIKE}`)}`,
    },
    [`POST ${DATASPIKE}/{id}/hmac/rotate`]: {
      ...{ action: 'webhook.secret-rotated', body: {} },
      path: (made) => `${DATASPIKE}/${made(`POST ${DATASPIKE}`)}/hmac/rotate`,
    },
    [`DELETE ${DATASPIKE}/{id}`]: {
      action: 'webhook.deleted',
      path: (made) => `${DATASPIKE}/${made(`POST ${DATASPIKE}`)}`,
    },
    'PUT /api/v1/external/workflows/{workflowId}/config': {
      action: 'webhook.created',
      body: {
        config: {
          subscriptions: [{ type: 'webhook', url: place.receiverUrl, events: ['workflow.completed'] }],
        },
      },
      path: () => '/api/v1/external/workflows/audited/config',
    },
    [INSPECTOR]: {
      ...{ action: 'inspector.created', body: {} },
      path: () => '/v1/inspectors',
    },
    'PATCH /v1/inspectors/{id}': {
      ...{ action: 'inspector.changed', body: { respond: { status: 500 } } },
      path: (made) => `/v1/inspectors/${made(INSPECTOR)}`,
    },
    'DELETE /v1/inspectors/{id}': {
      action: 'inspector.deleted',
      path: (made) => `/v1/inspectors/${made(INSPECTOR)}`,
    },
    'POST /v1/invocations/{id}/retry': {
      ...{ action: 'invocation.retried', body: {} },
      path: () => `/v1/invocations/${place.invocations[0]}/retry`,
    },
    'POST /v1/invocations/{id}/cancel': {
      ...{ action: 'invocation.cancelled', body: {} },
      path: () => `/v1/invocations/${place.invocations[1]}/cancel`,
    },
    'POST /v1/reveals': {
      action: 'payload.revealed',
      body: { kind: 'rejected-event', id: place.rejectedEvent },
      path: () => '/v1/reveals',
    },
    'POST /v1/invocations/{id}/resend': {
      ...{ action: 'invocation.resent', body: {} },
      path: () => `/v1/invocations/${place.invocations[0]}/resend`,
    },
    'POST /v1/failures/{id}/ignore': {
      ...{ action: 'failure-group.ignored', body: { until: inAnHour() } },
      path: () => `/v1/failures/${place.failureGroup}/ignore`,
    },
    'POST /v1/failures/{id}/unignore': {
      ...{ action: 'failure-group.unignored', body: {} },
      path: () => `/v1/failures/${place.failureGroup}/unignore`,
    },
    'POST /v1/failures/{id}/retry': {
      ...{ action: 'replay.begun', body: {} },
      path: () => `/v1/failures/${place.failureGroup}/retry`,
    },
    'POST /v1/webhooks/{id}/cancel': {
      ...{ action: 'webhook.backlog-cancelled', body: longAgo },
      path: () => `/v1/webhooks/${place.retrying}/cancel`,
    },
    [REPLAY]: {
      ...{ action: 'replay.begun', body: { ...longAgo, status: 'failed' } },
      path: () => `/v1/webhooks/${place.failed}/replay`,
    },
    'POST /v1/replays/{id}/pause': {
      ...{ action: 'replay.paused', body: {} },
      path: (made) => `/v1/replays/${made(REPLAY)}/pause`,
    },
    'POST /v1/replays/{id}/resume': {
      ...{ action: 'replay.resumed', body: {} },
      path: (made) => `/v1/replays/${made(REPLAY)}/resume`,
    },
    'POST /v1/replays/{id}/cancel': {
      ...{ action: 'replay.cancelled', body: {} },
      path: (made) => `/v1/replays/${made(REPLAY)}/cancel`,
    },
  };
}

/** Operations that change nothing and show a secret, which leaves an entry too. */
export function revealingRequests({ retrying }: Pick<Place, 'retrying'>): Readonly<Record<string, Step>> {
  return {
    'GET /v1/webhooks/{id}/secret': {
      action: 'webhook.secret-revealed',
      path: () => `/v1/webhooks/${retrying}/secret`,
    },
    'GET /v1/signing-secret': { action: 'signing-secret.revealed', path: () => '/v1/signing-secret' },
  };
}

/** Operations that leave no entry, and why. */
export const exceptions: Readonly<Record<string, string>> = {
  'POST /v1/sessions/preview': 'reads',
  'POST /v1/events': 'an event is kept itself, with its time and source; so are its deliveries',
  'POST /v1/events/validate': 'reads',
  'POST /v1/webhooks/preview': 'reads',
  'POST /v1/webhooks/{id}/verify': 'reads',
  'POST /v1/webhooks/{id}/test':
    'sends a request to the receiver, and changes nothing; one whose answer is revealed leaves an entry',
  'POST /api/v1/external/workflows/run': 'a run is traffic like an event: its webhooks end with it',
};

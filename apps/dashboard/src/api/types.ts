import type { AnswerOf, BodyOf, ItemOf } from '@casewire/client';

export const environments = ['sandbox', 'production'] as const;
export type Environment = (typeof environments)[number];

/** The uses that a key or a session can be allowed. */
export const scopes = ['read', 'payloads', 'write', 'replay', 'secrets'] as const;
export type Scope = (typeof scopes)[number];

/** The tenant and the environment that a page shows. Every request of the page names both. */
export interface Place {
  readonly tenant: string;
  readonly environment: Environment;
}

/** One page of a list; `hasNext` in the direction that was asked for. */
export interface Page<Item> {
  readonly data: readonly Item[];
  readonly hasNext: boolean;
}

/** The place in a list at which a page begins or ends: ids of listed things, one of the two at a time. */
export interface Cursor {
  readonly after?: string;
  readonly before?: string;
}

export type Invocation = ItemOf<'/v1/invocations'>;
export type ExplainedInvocation = AnswerOf<'get', '/v1/invocations/{id}'>;
export type Attempt = ItemOf<'/v1/invocations/{id}/attempts'>;

/** What a dry run of a resend answers; the request itself is answered with the new invocation. */
export type ResendPreview = Extract<
  AnswerOf<'post', '/v1/invocations/{id}/resend'>,
  { readonly request: unknown }
>;

export type Webhook = ItemOf<'/v1/webhooks'>;
/** What of a webhook says how its deliveries are signed. */
export type SignedWebhook = Pick<Webhook, 'id' | 'signing' | 'format'>;
export type NewWebhook = BodyOf<'post', '/v1/webhooks'>;
export type WebhookChange = BodyOf<'patch', '/v1/webhooks/{id}'>;

export type AcceptedEvent = ItemOf<'/v1/events'>;
export type InspectedEvent = AnswerOf<'get', '/v1/events/{uid}'>;
export type RejectedEvent = ItemOf<'/v1/rejected-events'>;
export type InspectedRejectedEvent = AnswerOf<'get', '/v1/rejected-events/{id}'>;
export type Replay = ItemOf<'/v1/replays'>;
export type FailureGroup = ItemOf<'/v1/failures'>;
export type Inspector = ItemOf<'/v1/inspectors'>;
export type InspectedRequest = ItemOf<'/v1/inspectors/{id}/requests'>;
export type SecretView = AnswerOf<'get', '/v1/webhooks/{id}/secret'>;
export type NamedSecret = ItemOf<'/v1/secrets'>;
export type Settings = AnswerOf<'get', '/v1/settings'>;
export type Validation = AnswerOf<'post', '/v1/events/validate'>;
export type CloudEvent = BodyOf<'post', '/v1/events/validate'>;
export type NewEventType = BodyOf<'put', '/v1/event-types/{type}'>;
export type EventType = ItemOf<'/v1/event-types'>;
export type Preview = AnswerOf<'post', '/v1/webhooks/preview'>;
/** An event that a preview is asked about, which need not have been accepted. */
export type PreviewedEvent = NonNullable<BodyOf<'post', '/v1/webhooks/preview'>['event']>;
export type UrlCheckResult = AnswerOf<'post', '/v1/webhooks/check-url'>['result'];
export type TestAttempt = AnswerOf<'post', '/v1/webhooks/{id}/test'>;

/** What happened to deliveries, in total and step by step. */
export type Statistics = AnswerOf<'get', '/v1/statistics'>;

/** What needs a person, the worst first. */
export type Attention = AnswerOf<'get', '/v1/attention'>;
export type AttentionItem = Attention['items'][number];

export type Tenant = ItemOf<'/v1/tenants'>;
export type TenantChange = BodyOf<'patch', '/v1/tenants/{id}'>;
export type NewTenant = BodyOf<'post', '/v1/tenants'>;
export type ApiKey = ItemOf<'/v1/tenants/{tenantId}/api-keys'>;
export type NewApiKey = BodyOf<'post', '/v1/tenants/{tenantId}/api-keys'>;
export type PortalLink = ItemOf<'/v1/tenants/{tenantId}/portal-links'>;
export type NewPortalLink = BodyOf<'post', '/v1/tenants/{tenantId}/portal-links'>;

/** Whether the services work. */
export type SystemState = AnswerOf<'get', '/v1/system'>;
/** What waits between the services. */
export type Pipeline = AnswerOf<'get', '/v1/system/pipeline'>;

export type Search = AnswerOf<'get', '/v1/search'>;
export type Found = Search['items'][number];
export type FoundKind = Found['kind'];
export type AuditEntry = ItemOf<'/v1/audit'>;
export type AuditAction = AuditEntry['action'];

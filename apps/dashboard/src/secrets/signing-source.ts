import { bodyOf } from '../api/api.ts';
import type { AuditAction, SecretView, SignedWebhook, Webhook } from '../api/types.ts';
import { useApi } from '../app/place.ts';
import { labelOf } from '../webhooks/webhook-name.tsx';
import { text } from './text.ts';

/** A secret that signs deliveries: how it is shown and replaced, and what the audit calls that. */
export interface SigningSource {
  readonly resource: string;
  /** Whose it is, in words. */
  readonly owner: string;
  /** Undefined for the tenant's. */
  readonly webhook?: SignedWebhook;
  readonly revealed: AuditAction;
  readonly rotated: AuditAction;
  reveal(): Promise<SecretView>;
  rotate(overlapSeconds: number): Promise<SecretView>;
}

/** The secret of a webhook. */
export function useWebhookSecret(webhook: Webhook): SigningSource {
  const api = useApi();
  const { id } = webhook;
  const params = { path: { id } };
  return {
    resource: `webhooks/${id}`,
    owner: labelOf(webhook),
    webhook,
    revealed: 'webhook.secret-revealed',
    rotated: 'webhook.secret-rotated',
    reveal: () => bodyOf(api.GET('/v1/webhooks/{id}/secret', { params })),
    rotate: (overlapSeconds) =>
      bodyOf(api.POST('/v1/webhooks/{id}/secret/rotate', { params, body: { overlapSeconds } })),
  };
}

/** The secret of the tenant, in the environment of the page. */
export function useTenantSecret(): SigningSource {
  const api = useApi();
  return {
    resource: 'signing-secret',
    owner: text.ofTenant,
    revealed: 'signing-secret.revealed',
    rotated: 'signing-secret.rotated',
    reveal: () => bodyOf(api.GET('/v1/signing-secret')).then(withoutKey),
    rotate: (overlapSeconds) =>
      bodyOf(api.POST('/v1/signing-secret/rotate', { body: { overlapSeconds } })).then(withoutKey),
  };
}

/** A tenant has no key pair. */
function withoutKey({ secret }: { readonly secret: string }): SecretView {
  return { secret, publicKey: null };
}

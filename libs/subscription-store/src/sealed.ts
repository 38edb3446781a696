import type { TenantScope } from '@casewire/events';
import type { Sealed } from '@casewire/key-ring';

/** An encrypted column together with the context it opens in: `keyRing.decrypt(sealed, sealed.context)`. */
export interface SealedColumn extends Sealed {
  readonly context: string;
}

/** Context of a secret that signs one webhook. */
export function webhookSecretContext(webhookId: string): string {
  return `webhook-secret ${webhookId}`;
}

/** Context of the credentials a webhook's receiver asks for. */
export function webhookAuthContext(webhookId: string): string {
  return `webhook-auth ${webhookId}`;
}

/** Context of the secret that signs for a whole tenant and environment. */
export function signingSecretContext({ tenantId, environment }: TenantScope): string {
  return `signing-secret ${environment} ${tenantId}`;
}

/** Context of a secret that webhooks name. */
export function namedSecretContext(secret: TenantScope & { readonly name: string }): string {
  return `secret ${secret.environment} ${secret.name} ${secret.tenantId}`;
}

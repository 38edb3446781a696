import type { KeyRing } from '@casewire/key-ring';
import { webhookAuthContext, type ShownAuth, type Webhook } from '@casewire/subscription-store';
import type { NewWebhook } from './webhook-schema.ts';

type Auth = NonNullable<NewWebhook['auth']>;
type AuthColumns = Pick<Webhook, 'auth' | 'authKeyId' | 'authCiphertext'>;

const noAuth: AuthColumns = { auth: null, authKeyId: null, authCiphertext: null };

/** What is stored of the credentials that a receiver asks for: the header sealed, the rest as it may be shown. */
export function toAuthColumns(
  keyRing: KeyRing,
  webhookId: string,
  auth: Auth | null | undefined,
): AuthColumns {
  if (auth == null) return noAuth;
  const sealed = keyRing.encrypt(authorizationHeader(auth), webhookAuthContext(webhookId));
  return { auth: toShown(auth), authKeyId: sealed.keyId, authCiphertext: sealed.ciphertext };
}

/** Basic: RFC 7617; bearer: RFC 6750. */
function authorizationHeader({ basic, bearer }: Auth): string {
  if (basic === undefined) return `Bearer ${bearer?.token ?? ''}`;
  return `Basic ${Buffer.from(`${basic.username}:${basic.password}`).toString('base64')}`;
}

function toShown({ basic }: Auth): ShownAuth {
  return basic === undefined ? { bearer: {} } : { basic: { username: basic.username } };
}

import type { TenantScope } from '@casewire/events';
import type { KeyRing } from '@casewire/key-ring';
import { levelOf, scopeKeyOf } from '@casewire/matching-rules';
import { parseTemplate, placeholdersIn, type Placeholder } from '@casewire/placeholders';
import {
  encodeCredentials,
  webhookAuthContext,
  type Credentials,
  type Webhook,
} from '@casewire/subscription-store';
import {
  changedSettingColumns,
  newSettingColumns,
  readPrivateKey,
  toShownSettings,
  type NewWebhook,
  type WebhookChange,
} from '@casewire/webhook-settings';
import type { WebhookView } from './webhook-schema.ts';

/** The tenant, the environment, the id and the time of a new webhook. */
export interface NewWebhookIdentity extends TenantScope {
  readonly id: string;
  readonly now: Date;
}

/** The row of a new webhook. */
export function newWebhookRow(
  { id, tenantId, environment, now }: NewWebhookIdentity,
  wanted: NewWebhook,
  keyRing: KeyRing,
): Webhook {
  const settings = newSettingColumns(wanted);
  return {
    id,
    tenantId,
    environment,
    level: levelOf(settings),
    scopeKey: scopeKeyOf(settings),
    ...settings,
    ...placeholderColumns(settings),
    ...sealedAuthColumns(keyRing, id, wanted.auth),
    signsWithTenantSecret: false,
    endsWithRun: false,
    statusReason: null,
    origin: 'api',
    pause: numberOfPause({ status: 'active', pause: 0 }, settings.status),
    version: 1,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  };
}

/** The row after a change. A setting that the change does not name stays as it is; null resets it to its default. */
export function changedWebhookRow(
  webhook: Webhook,
  change: WebhookChange,
  { keyRing, now }: { readonly keyRing: KeyRing; readonly now: Date },
): Webhook {
  const settings = changedSettingColumns(webhook, change);
  return {
    ...webhook,
    ...settings,
    ...placeholderColumns(settings),
    ...(change.status !== undefined && { statusReason: null }),
    ...(change.auth !== undefined && sealedAuthColumns(keyRing, webhook.id, change.auth)),
    pause: numberOfPause(webhook, settings.status),
    version: webhook.version + 1,
    updatedAt: now,
  };
}

/** The number of a webhook's last pause, when its status has changed. */
function numberOfPause(before: Pick<Webhook, 'status' | 'pause'>, status: Webhook['status']): number {
  return status === 'paused' && before.status !== 'paused' ? before.pause + 1 : before.pause;
}

/** Shows a webhook to its owner, without secrets. */
export function toWebhookView(webhook: Webhook): Omit<WebhookView, 'health'> {
  return {
    id: webhook.id,
    level: webhook.level,
    environment: webhook.environment,
    ...toShownSettings(webhook),
    signedBy: signerOf(webhook),
    statusReason: webhook.statusReason,
    createdAt: webhook.createdAt.toISOString(),
    updatedAt: webhook.updatedAt.toISOString(),
  };
}

function signerOf({ signing, signsWithTenantSecret }: Webhook): WebhookView['signedBy'] {
  if (signing.scheme === 'none') return null;
  return signsWithTenantSecret ? 'tenant' : 'webhook';
}

/** All placeholders in the URL and the headers of a webhook, repeated ones too. */
export function placeholdersOf({ url, headers }: Pick<Webhook, 'url' | 'headers'>): Placeholder[] {
  return [url, ...Object.values(headers)].flatMap((text) => placeholdersIn(parseTemplate(text)));
}

/** The names in the URL and the headers, stored because matching and delivery need them for every event. */
function placeholderColumns(
  webhook: Pick<Webhook, 'url' | 'headers'>,
): Pick<Webhook, 'contextPlaceholders' | 'secretPlaceholders'> {
  const placeholders = placeholdersOf(webhook);
  const namesOf = (wanted: Placeholder['kind']) => {
    const names = placeholders.filter(({ kind }) => kind === wanted).map(({ name }) => name);
    return [...new Set(names)].toSorted();
  };
  return { contextPlaceholders: namesOf('context'), secretPlaceholders: namesOf('secret') };
}

type Auth = NonNullable<NewWebhook['auth']>;

function sealedAuthColumns(
  keyRing: KeyRing,
  webhookId: string,
  auth: Auth | null | undefined,
): Pick<Webhook, 'authKeyId' | 'authCiphertext'> {
  if (auth == null) return { authKeyId: null, authCiphertext: null };
  const { keyId, ciphertext } = keyRing.encrypt(
    encodeCredentials(credentialsOf(auth)),
    webhookAuthContext(webhookId),
  );
  return { authKeyId: keyId, authCiphertext: ciphertext };
}

function credentialsOf({ basic, bearer, oauth2, mtls }: Auth): Credentials {
  return {
    // Basic: RFC 7617; bearer: RFC 6750.
    ...(basic && { authorization: `Basic ${base64(`${basic.username}:${basic.password}`)}` }),
    ...(bearer && { authorization: `Bearer ${bearer.token}` }),
    ...(oauth2 && { oauth2 }),
    ...(mtls && { clientCertificate: clientCertificateOf(mtls) }),
  };
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** The key is stored without its passphrase: Casewire's own keys seal it. */
function clientCertificateOf({ certificate, privateKey, passphrase }: NonNullable<Auth['mtls']>) {
  const key = readPrivateKey(privateKey, passphrase).export({ type: 'pkcs8', format: 'pem' });
  return { certificate, key: key.toString() };
}

import type { TenantScope, TestSend } from '@casewire/events';
import { familyNamed } from '@casewire/families';
import { parseTemplate, placeholdersIn, placeholderText } from '@casewire/placeholders';
import { generatePrivateKey } from '@casewire/signing';
import { newSettingColumns, type NewWebhook, type RequestPreviewAnswer } from '@casewire/webhook-settings';
import type { Credentials, DeliveryTarget } from '@casewire/subscription-store';
import { deliveryRules } from '../deliver/attempt-sender.ts';
import { endpointOf } from '../deliver/endpoint.ts';
import { prepareRequest, withQuery } from '../deliver/request.ts';

/** Stands where a signature would. */
const SIGNATURE = '<signature>';

/** Stands where credentials would. */
const CREDENTIALS = '<credentials>';

/** Any HMAC scheme can sign with it. */
const ANY_SECRET = '00'.repeat(32);

/** A webhook whose request is shown. */
export interface PreviewedWebhook {
  readonly target: DeliveryTarget;
  /** Stands for the value of the header `Authorization`; undefined where the receiver asks for none. */
  readonly authorization: string | undefined;
}

/** A webhook that need not exist, as it would be if it did. */
export function unstoredTarget(scope: TenantScope, webhookId: string, webhook: NewWebhook): DeliveryTarget {
  return {
    ...newSettingColumns(webhook),
    ...scope,
    webhookId,
    version: 1,
    statusReason: null,
    lastStartedAt: null,
    latestDueAt: null,
    hasPlaceholders: true,
    namedSecrets: [],
    credentials: null,
    secrets: [],
    // Subscriptions has checked them.
    allowedHosts: null,
    pause: 0,
    ownPause: null,
    opening: null,
    deletedAt: null,
  };
}

/** The value of `Authorization` without what is secret in it. */
export function shownAuthorization({ authorization, oauth2 }: Credentials): string | undefined {
  if (oauth2 !== undefined) return `Bearer ${CREDENTIALS}`;
  return authorization && `${authorization.split(' ', 1)[0] ?? ''} ${CREDENTIALS}`;
}

/**
 * The request that would be sent, made as those that are sent. Secrets stand as `{secret.NAME}`, and signatures as
 * `<signature>`.
 * @param now milliseconds since the epoch
 */
export function previewRequest(
  { delivery, body: encodedBody }: TestSend,
  { target, authorization }: PreviewedWebhook,
  now: number,
): RequestPreviewAnswer {
  const family = familyNamed(delivery.family);
  if (family === undefined) return { reason: 'unknown-family' };
  const { scheme } = deliveryRules(target, family);
  const secret = scheme.scheme === 'standard-webhooks-ed25519' ? generatePrivateKey() : ANY_SECRET;
  const endpoint = endpointOf(target, {
    credentials: authorization === undefined ? {} : { authorization },
    secrets: [secret],
    namedSecrets: secretsByTheirNames(target),
  });
  if (endpoint === undefined) return { reason: 'invalid-url' };
  const body = Buffer.from(encodedBody, 'base64');
  const request = prepareRequest({ delivery, family, body }, endpoint, scheme, now);
  if (typeof request === 'string') return { reason: request };
  const { sent, shown } = request;
  const headers = Object.entries(sent.headers).map(([name, value]) => {
    // History leaves out exactly the signatures.
    return [name, Object.hasOwn(shown.headers, name) ? value : SIGNATURE] as const;
  });
  return {
    request: {
      method: sent.method,
      url: sent.body === undefined ? withQuery(shown.url, body.toString('latin1')) : shown.url,
      headers: Object.fromEntries(headers),
      body: sent.body === undefined ? null : body.toString('utf8'),
    },
  };
}

/** The secrets that a webhook names, each with its placeholder as its value. */
function secretsByTheirNames({ url, headers }: { url: string; headers: Readonly<Record<string, string>> }) {
  const placeholders = [url, ...Object.values(headers)].flatMap((text) =>
    placeholdersIn(parseTemplate(text)),
  );
  const secrets = placeholders.filter(({ kind }) => kind === 'secret');
  return new Map(secrets.map((secret) => [secret.name, placeholderText(secret)]));
}

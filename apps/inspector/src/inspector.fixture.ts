import { loadConfig } from '@casewire/config';
import { INSPECTION_HEADER, sealInspection, type Inspection } from '@casewire/events';
import { createIdentitySigner, IDENTITY_HEADER, scopes } from '@casewire/identity';
import { KeyRing } from '@casewire/key-ring';
import { createLogger } from '@casewire/observability';
import { startService, type RunningService } from '@casewire/service';
import { sign } from '@casewire/signing';
import { webhookSecretContext } from '@casewire/subscription-store';
import {
  clientOf,
  insertTenant,
  insertWebhook,
  insertWebhookSecret,
  type ServiceClient,
} from '@casewire/testing';
import type { Database } from '@casewire/testing/fixtures';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';

export const PUBLIC_URL = 'https://casewire.example';
export const INTERNAL_KEY = 'k'.repeat(32);
const masterKey = Buffer.alloc(32, 7);
const signer = createIdentitySigner(INTERNAL_KEY);

/** Signs for every webhook of `insertSignedWebhook`. */
const SECRET = `whsec_${'ab'.repeat(32)}`;

/** The service in this process, on a free port. */
export async function startInspector(databaseUrl: string): Promise<RunningService> {
  const config = loadConfig(configSchema, {
    DATABASE_URL: databaseUrl,
    CASEWIRE_INTERNAL_KEY: INTERNAL_KEY,
    CASEWIRE_MASTER_KEYS: `spec:${masterKey.toString('base64')}`,
    CASEWIRE_PUBLIC_URL: PUBLIC_URL,
    PORT: '0',
  });
  const logger = createLogger({ name: 'inspector', level: 'silent' });
  const running = await startService({ name: 'inspector', config, logger, compose });
  await running.started;
  return running;
}

/** Calls the service as the gateway would, for a tenant's key. */
export function callerOf(
  service: Pick<RunningService, 'url'>,
  tenantId: string,
  environment: 'sandbox' | 'production' = 'sandbox',
): ServiceClient {
  const identity = { tenantId, environment, operator: false, scopes, actor: `key of ${tenantId}` };
  return clientOf(
    () => service.url,
    () => ({ [IDENTITY_HEADER]: signer.sign(identity) }),
  );
}

/** A tenant with a webhook in its sandbox. @returns the id of the webhook */
export async function insertSignedWebhook({ pool }: Database, tenantId: string): Promise<string> {
  await insertTenant(pool, tenantId);
  const webhookId = await insertWebhook(pool, { tenantId, signing: { scheme: 'standard-webhooks' } });
  const keyRing = new KeyRing([{ id: 'spec', key: masterKey }]);
  await insertWebhookSecret(pool, webhookId, keyRing.encrypt(SECRET, webhookSecretContext(webhookId)));
  return webhookId;
}

const INVOCATION = '0197a000-0000-7000-8000-0000000000aa';

/** A delivery as delivery sends it. */
export interface Sent {
  readonly inspection: Pick<Inspection, 'inspectorId' | 'tenantId' | 'webhookId'> & Partial<Inspection>;
  readonly body?: string | Buffer;
  readonly method?: string;
  /** Behind the path. Default: none. */
  readonly query?: string;
  /** Besides those of the signature. */
  readonly headers?: Readonly<Record<string, string>>;
  /** When it was signed. Default: now. */
  readonly signedAt?: number;
}

/** Sends a signed request as delivery would. Nothing is followed. */
export function deliver(service: Pick<RunningService, 'url'>, sent: Sent): Promise<Response> {
  const { body = '{}', method = 'POST', query = '', headers = {}, signedAt = Date.now() } = sent;
  const inspection = {
    ...{ family: 'ballerine', invocationId: INVOCATION, attempt: 1, shownHeaders: {} },
    ...sent.inspection,
  };
  const signed = Buffer.from(method === 'GET' ? query : body);
  const signatures = sign({
    scheme: { scheme: 'standard-webhooks' },
    secrets: [SECRET],
    ...{ id: INVOCATION, timestampSeconds: Math.floor(signedAt / 1_000), body: signed },
  });
  return fetch(`${service.url}/inspect/${inspection.inspectorId}${query && `?${query}`}`, {
    method,
    headers: {
      ...signatures,
      [INSPECTION_HEADER]: sealInspection(inspection, Date.now(), INTERNAL_KEY),
      ...headers,
    },
    ...(method !== 'GET' && { body: new Uint8Array(Buffer.from(body)) }),
    redirect: 'manual',
  });
}

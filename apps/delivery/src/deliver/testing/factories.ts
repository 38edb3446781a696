import { encodeDeliveryHeaders, type DeliveryMetadata } from '@casewire/events';
import type { HttpClient, HttpRequest, HttpResponse } from '@casewire/http-client';
import type { KafkaRecord, RecordBatch } from '@casewire/kafka';
import { KeyRing } from '@casewire/key-ring';
import {
  encodeCredentials,
  namedSecretContext,
  webhookAuthContext,
  webhookSecretContext,
  type Credentials,
  type DeliveryTarget,
} from '@casewire/subscription-store';
import { newSettingColumns, newWebhookSchema } from '@casewire/webhook-settings';
import type { SenderEnvironment } from '../attempt-sender.ts';
import { openEndpoint, type Endpoint } from '../endpoint.ts';

export const keyRing = new KeyRing([{ id: 'test', key: Buffer.alloc(32, 7) }]);

export const secret = `whsec_${'ab'.repeat(32)}`;

export const webhookId = '0197a000-0000-7000-8000-000000000001';

export const acceptedAt = 1_790_000_000_000;

/** A Ballerine delivery on its first attempt. */
export function deliveryOf(overrides: Partial<DeliveryMetadata> = {}): DeliveryMetadata {
  return {
    invocationId: '0197a000-0000-7000-8000-0000000000aa',
    release: 1,
    attempt: 1,
    webhookId,
    tenantId: 'acme',
    environment: 'sandbox',
    family: 'ballerine',
    eventUid: '0197a000-0000-7000-8000-0000000000bb',
    eventId: 'event-1',
    eventSource: '/workflows',
    eventType: 'workflow.completed',
    acceptedAt,
    contentType: 'application/json',
    requestHeaders: {},
    ...overrides,
  };
}

/** An active webhook with one secret and no wishes of its own. */
export function targetOf(overrides: Partial<DeliveryTarget> = {}): DeliveryTarget {
  const context = webhookSecretContext(overrides.webhookId ?? webhookId);
  return {
    webhookId,
    tenantId: 'acme',
    environment: 'sandbox',
    ...newSettingColumns(newWebhookSchema.parse({ url: 'https://receiver.example/hooks?a=b' })),
    version: 1,
    statusReason: null,
    lastStartedAt: null,
    latestDueAt: null,
    hasPlaceholders: false,
    namedSecrets: [],
    credentials: null,
    secrets: [{ ...keyRing.encrypt(secret, context), context }],
    allowedHosts: null,
    pause: 0,
    ownPause: null,
    opening: null,
    deletedAt: null,
    ...overrides,
  };
}

/** The same, opened. */
export function endpointOf(target: DeliveryTarget): Endpoint {
  const endpoint = openEndpoint(target, keyRing);
  if (endpoint === undefined) throw new Error('the URL of the webhook cannot be read');
  return endpoint;
}

/** What a webhook shows its receiver, sealed. */
export function sealedCredentials(credentials: Credentials): NonNullable<DeliveryTarget['credentials']> {
  const context = webhookAuthContext(webhookId);
  return { ...keyRing.encrypt(encodeCredentials(credentials), context), context };
}

/** A sealed secret of the tenant, as a webhook names it. */
export function namedSecret(name: string, value: string): DeliveryTarget['namedSecrets'][number] {
  const context = namedSecretContext({ tenantId: 'acme', environment: 'sandbox', name });
  return { ...keyRing.encrypt(value, context), context, name };
}

let nextOffset = 0n;

export function recordOf(delivery: DeliveryMetadata, body = '{"a":1}'): KafkaRecord {
  nextOffset += 1n;
  const headers = encodeDeliveryHeaders(delivery);
  return {
    topic: 'casewire.deliveries.v1',
    partition: 0,
    offset: nextOffset,
    timestamp: acceptedAt,
    key: Buffer.from(delivery.webhookId),
    value: Buffer.from(body),
    headers,
    header: (name) => headers[name],
    rawHeaders: {},
    headersAreText: true,
  };
}

export function batchOf(records: readonly KafkaRecord[], overrides: Partial<RecordBatch> = {}): RecordBatch {
  const owned = { isOwned: () => true, isHeld: () => true, isStraggler: () => false };
  return { records, ranges: [], signal: new AbortController().signal, ...owned, ...overrides };
}

/** What an answer differs in, with headers that come once as an object. */
type AnswerOverrides = Partial<Omit<HttpResponse, 'headers'>> & {
  readonly headers?: Readonly<Record<string, string>>;
};

export function answerOf(status: number, { headers = {}, ...others }: AnswerOverrides = {}): HttpResponse {
  return {
    status,
    headers: headersOf(headers),
    body: Buffer.from('ok'),
    truncated: false,
    durationMs: 1,
    ...others,
  };
}

/** Headers of an answer, each of which comes once. */
export function headersOf(headers: Readonly<Record<string, string>>): HttpResponse['headers'] {
  return new Map(Object.entries(headers).map(([name, value]) => [name, [value]]));
}

/** For specs without inspectors: every request is to somebody else. */
export const noInspectors: SenderEnvironment['inspectors'] = {
  requestTo: () => undefined,
  client: {
    request: () => Promise.reject(new Error('this is no request to an inspector')),
    close: () => Promise.resolve(),
  },
};

/** A client that notes requests and answers as told. */
export class FakeHttpClient implements HttpClient {
  readonly requests: HttpRequest[] = [];
  answer: () => Promise<HttpResponse>;

  constructor(answer: () => Promise<HttpResponse> = () => Promise.resolve(answerOf(200))) {
    this.answer = answer;
  }

  request(request: HttpRequest): Promise<HttpResponse> {
    this.requests.push(request);
    return this.answer();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

import { loadConfig } from '@casewire/config';
import { createIdentitySigner, IDENTITY_HEADER, scopes, type Identity } from '@casewire/identity';
import { createLogger } from '@casewire/observability';
import { startService, type RunningService } from '@casewire/service';
import { kafkaBrokers, testTopicPrefix } from '@casewire/testing';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';

export const INTERNAL_KEY = 'k'.repeat(32);
const signer = createIdentitySigner(INTERNAL_KEY);

/** The service in this process, on a free port, with topics of its own. */
export async function startSubscriptions(
  databaseUrl: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningService> {
  const service = await beginSubscriptions(databaseUrl, environment);
  await service.started;
  return service;
}

/** The same, whether or not it finds what it needs. */
export function beginSubscriptions(
  databaseUrl: string,
  environment: Readonly<Record<string, string>>,
): Promise<RunningService> {
  const config = loadConfig(configSchema, {
    DATABASE_URL: databaseUrl,
    KAFKA_BROKERS: kafkaBrokers().join(','),
    CASEWIRE_TOPIC_PREFIX: testTopicPrefix(),
    CASEWIRE_INTERNAL_KEY: INTERNAL_KEY,
    CASEWIRE_MASTER_KEYS: `spec:${Buffer.alloc(32, 7).toString('base64')}`,
    PORT: '0',
    ...environment,
  });
  const logger = createLogger({ name: 'subscriptions', level: 'silent' });
  return startService({ name: 'subscriptions', config, logger, compose });
}

/** An answer as a spec looks at it. */
export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** Calls the service as the gateway would, for one identity. */
export class Caller {
  readonly #url: string;
  readonly #identity: Identity;

  private constructor(url: string, identity: Identity) {
    this.#url = url;
    this.#identity = identity;
  }

  static operator(url: string): Caller {
    return new Caller(url, { operator: true, scopes: [...scopes], actor: 'operator' });
  }

  static tenant(
    url: string,
    tenantId: string,
    {
      environment = 'sandbox',
      only,
    }: { environment?: 'sandbox' | 'production'; only?: Identity['scopes'] } = {},
  ): Caller {
    return new Caller(url, {
      tenantId,
      environment,
      operator: false,
      scopes: only ?? scopes,
      actor: `key of ${tenantId}`,
    });
  }

  async call<T>(
    method: string,
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer<T>> {
    const answer = await fetch(this.#url + path, {
      method,
      headers: {
        [IDENTITY_HEADER]: await signer.sign(this.#identity),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: (text === '' ? undefined : JSON.parse(text)) as T,
    };
  }

  get<T>(path: string): Promise<Answer<T>> {
    return this.call('GET', path);
  }

  post<T>(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.call('POST', path, { body, headers });
  }

  patch<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.call('PATCH', path, { body, headers });
  }

  put<T>(path: string, body: unknown): Promise<Answer<T>> {
    return this.call('PUT', path, { body });
  }

  delete<T>(path: string, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.call('DELETE', path, { headers });
  }
}

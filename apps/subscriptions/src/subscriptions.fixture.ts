import { loadConfig } from '@casewire/config';
import { createIdentitySigner, IDENTITY_HEADER, scopes, type Identity } from '@casewire/identity';
import { createLogger } from '@casewire/observability';
import { startService, type RunningService } from '@casewire/service';
import { kafkaBrokers, testTopicPrefix } from '@casewire/testing';
import { useDatabase, useResource, type Database } from '@casewire/testing/fixtures';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';

export const INTERNAL_KEY = 'k'.repeat(32);
const signer = createIdentitySigner(INTERNAL_KEY);

type Environment = Readonly<Record<string, string>>;
type Addressed = Pick<RunningService, 'url'>;

export interface Subscriptions {
  readonly database: Database;
  readonly service: RunningService;
  readonly operator: Caller;
}

/** The service in this process for the tests of a file, on a free port, with a database and topics of its own. */
export function useSubscriptions(environment: () => Environment = () => ({})): Subscriptions {
  const database = useDatabase();
  const service = useResource(
    async () => {
      const begun = await beginSubscriptions(database.url, environment());
      await begun.started;
      return begun;
    },
    { close: (running) => running.stop() },
  );
  return { database, service, operator: Caller.operator(service) };
}

/** @returns a new tenant's caller */
export async function createTenant(service: Addressed, id: string, settings: object = {}): Promise<Caller> {
  await Caller.operator(service).post('/v1/tenants', { id, name: id, settings });
  return Caller.tenant(service, id);
}

/** Starts the service, which need not find what it needs: `started` tells. */
export function beginSubscriptions(databaseUrl: string, environment: Environment): Promise<RunningService> {
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
  /** The body as it came. */
  readonly text: string;
  readonly body: T;
}

/** Calls the service as the gateway would, for one identity. */
export class Caller {
  readonly #service: Addressed;
  readonly #identity: Identity;

  private constructor(service: Addressed, identity: Identity) {
    this.#service = service;
    this.#identity = identity;
  }

  /** @param actingFor what the operator's request names. Default: nothing */
  static operator(service: Addressed, actingFor: Pick<Identity, 'tenantId' | 'environment'> = {}): Caller {
    return new Caller(service, { ...actingFor, operator: true, scopes: [...scopes], actor: 'operator' });
  }

  static tenant(
    service: Addressed,
    tenantId: string,
    {
      environment = 'sandbox',
      only,
    }: { environment?: 'sandbox' | 'production'; only?: Identity['scopes'] } = {},
  ): Caller {
    return new Caller(service, {
      tenantId,
      environment,
      operator: false,
      scopes: only ?? scopes,
      actor: `key of ${tenantId}`,
    });
  }

  /** @param body text is sent as it is, everything else as JSON */
  async call<T>(
    method: string,
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer<T>> {
    const answer = await fetch(this.#service.url + path, {
      method,
      headers: {
        [IDENTITY_HEADER]: await signer.sign(this.#identity),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      text,
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

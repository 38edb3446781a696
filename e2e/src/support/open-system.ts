import { randomUUID } from 'node:crypto';
import {
  apiClient,
  kafkaBrokers,
  startSystem,
  testTopicPrefix,
  type ApiClient,
  type System,
  type SystemOptions,
} from '@casewire/testing';
import { connectUpstream, type Upstream } from './upstream.ts';

/** A running system with whoever uses it. */
export interface RunningSystem extends System {
  readonly topicPrefix: string;
  readonly upstream: Upstream;
  readonly operator: ApiClient;
  /** A new tenant with a sandbox key. */
  createTenant(settings?: object): Promise<Tenant>;
}

export interface Tenant {
  readonly id: string;
  readonly key: string;
  readonly api: ApiClient;
  /** The same tenant with a production key of its own. */
  inProduction(): Promise<Tenant>;
  /** Registers a webhook and returns the answer's body. */
  createWebhook(webhook: object): Promise<CreatedWebhook>;
}

interface CreatedWebhook {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  readonly level: string;
}

/** Starts the whole product, on topics of its own. */
export async function openSystem({
  brokers = kafkaBrokers(),
  ...options
}: Omit<SystemOptions, 'brokers' | 'topicPrefix'> &
  Partial<Pick<SystemOptions, 'brokers'>>): Promise<RunningSystem> {
  const topicPrefix = testTopicPrefix();
  const system = await startSystem({ topicPrefix, brokers, ...options });
  const upstream = await connectUpstream(brokers, topicPrefix);
  const operator = apiClient(system.url, system.adminKey);
  return {
    ...system,
    topicPrefix,
    upstream,
    operator,
    createTenant: (settings) => createTenant(system.url, operator, settings),
    stop: async () => {
      await upstream.close();
      await system.stop();
    },
  };
}

async function createTenant(url: string, operator: ApiClient, settings: object = {}): Promise<Tenant> {
  const id = `tenant-${randomUUID().slice(0, 8)}`;
  expectStatus(await operator.post('/v1/tenants', { id, name: id, settings }), 201);
  return tenantWithKey(url, operator, id, 'sandbox');
}

async function tenantWithKey(
  url: string,
  operator: ApiClient,
  id: string,
  environment: 'sandbox' | 'production',
): Promise<Tenant> {
  const answer = await operator.post<{ key: string }>(`/v1/tenants/${id}/api-keys`, { environment });
  expectStatus(answer, 201);
  const { key } = answer.body;
  const api = apiClient(url, key);
  return {
    id,
    key,
    api,
    inProduction: () => tenantWithKey(url, operator, id, 'production'),
    createWebhook: async (webhook) => {
      const created = await api.post<CreatedWebhook>('/v1/webhooks', webhook);
      expectStatus(created, 201);
      return created.body;
    },
  };
}

function expectStatus(answer: { status: number; body: unknown }, status: number): void {
  if (answer.status !== status)
    throw new Error(`expected ${status}, got ${answer.status}: ${JSON.stringify(answer.body)}`);
}

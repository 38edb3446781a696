import {
  apiClient,
  createTenant,
  kafkaBrokers,
  startSystem,
  testTopicPrefix,
  type ApiClient,
  type System,
  type SystemOptions,
  type Tenant,
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

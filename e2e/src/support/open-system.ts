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

/** A system as its users see it: the upstream team, the operator and tenants. */
export interface SystemInUse {
  /** The gateway. */
  readonly url: string;
  readonly adminKey: string;
  readonly topicPrefix: string;
  readonly upstream: Upstream;
  readonly operator: ApiClient;
  /** A new tenant with a sandbox key. */
  createTenant(settings?: object): Promise<Tenant>;
}

/** A system whose processes can be ended and started. */
export interface RunningSystem extends System, SystemInUse {}

/** Starts the whole product, on topics of its own. */
export async function openSystem({
  brokers = kafkaBrokers(),
  ...options
}: Omit<SystemOptions, 'brokers' | 'topicPrefix'> &
  Partial<Pick<SystemOptions, 'brokers'>>): Promise<RunningSystem> {
  const topicPrefix = testTopicPrefix();
  const system = await startSystem({ topicPrefix, brokers, ...options });
  const inUse = await enterSystem({ ...system, topicPrefix }, brokers);
  return {
    ...system,
    ...inUse,
    stop: async () => {
      await inUse.upstream.close();
      await system.stop();
    },
  };
}

/** Connects the users of a system that runs. `upstream` is to be closed in the end. */
export async function enterSystem(
  { url, adminKey, topicPrefix }: Pick<SystemInUse, 'url' | 'adminKey' | 'topicPrefix'>,
  brokers: readonly string[] = kafkaBrokers(),
): Promise<SystemInUse> {
  const upstream = await connectUpstream(brokers, topicPrefix);
  const operator = apiClient(url, adminKey);
  return {
    url,
    adminKey,
    topicPrefix,
    upstream,
    operator,
    createTenant: (settings) => createTenant(url, operator, settings),
  };
}

import { loadConfig } from '@casewire/config';
import { createIdentitySigner, IDENTITY_HEADER, scopes, type Identity } from '@casewire/identity';
import { createLogger } from '@casewire/observability';
import { startService, type RunningService } from '@casewire/service';
import { clientOf, kafkaBrokers, testTopicPrefix, type ServiceClient } from '@casewire/testing';
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

/** Starts the service, also while the database or Kafka is away. `started` resolves when it has reached both. */
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

/** Calls the service as the gateway would, for one identity. A POST without a body has the body `{}`. */
export type Caller = ServiceClient;

export const Caller = {
  /** @param actingFor what the operator's request names. Default: nothing */
  operator(service: Addressed, actingFor: Pick<Identity, 'tenantId' | 'environment'> = {}): Caller {
    return callerAs(service, { ...actingFor, operator: true, scopes, actor: 'operator' });
  },

  tenant(
    service: Addressed,
    tenantId: string,
    {
      environment = 'sandbox',
      only = scopes,
    }: { environment?: 'sandbox' | 'production'; only?: Identity['scopes'] } = {},
  ): Caller {
    const actor = `key of ${tenantId}`;
    return callerAs(service, { tenantId, environment, operator: false, scopes: only, actor });
  },
};

function callerAs(service: Addressed, identity: Identity): Caller {
  const client = clientOf(
    () => service.url,
    () => ({ [IDENTITY_HEADER]: signer.sign(identity) }),
  );
  return { ...client, post: (path, body = {}, headers) => client.post(path, body, headers) };
}

import { serviceNames } from '@casewire/config';
import {
  apiClient,
  createTenant,
  startSystem,
  testTopicPrefix,
  type System,
  type Tenant,
} from '@casewire/testing';
import { type HostileGround } from '@casewire/testing/generators';
import { HttpPublisher, publishToKafka } from '../load/publishers.ts';
import type { Ground } from './ground.ts';
import type { Workbench } from './workbench.ts';

/** Casewire with one webhook. */
export interface Casewire extends Workbench {
  /** The owner of the webhook. */
  readonly tenant: Tenant;
  /** The processes of services by name. */
  readonly services: ReadonlyMap<string, number>;
  /** What monitoring reads of history. */
  readonly historyMetricsUrl: string;
  /** For hostile tenants beside it. */
  readonly hostileGround: Omit<HostileGround, 'burstEvents'>;
}

/**
 * Each service has a process of its own, unless `CASEWIRE_PROCESSES` is `one`.
 * @param environment added to that of every service
 */
export async function openCasewire(
  ground: Ground,
  opened: AsyncDisposableStack,
  environment: Readonly<Record<string, string>> = {},
): Promise<Casewire> {
  const { brokers, databaseUrl, upstream, sink, pool } = ground;
  const topicPrefix = testTopicPrefix();
  const processes = process.env['CASEWIRE_PROCESSES'] === 'one' ? 'one' : 'each';
  const system = await startSystem({ brokers: [brokers], databaseUrl, topicPrefix, environment, processes });
  opened.defer(() => system.stop());
  const operator = apiClient(system.url, system.adminKey);
  const newTenant = (): Promise<Tenant> => createTenant(system.url, operator);
  const tenant = await newTenant();
  await tenant.createWebhook({ url: `${sink.url}/hook` });
  const http = new HttpPublisher(system.url, tenant.key, { tenantid: tenant.id });
  opened.defer(() => http.close());
  const topic = `${topicPrefix}events.v1`;
  const services = servicesByProcess(system);
  return {
    ...ground,
    tenant,
    services,
    historyMetricsUrl: `${system.processOf('history').url}/metrics`,
    processes: new Map([...ground.servers, ...services]),
    publishers: {
      kafka: (count) => publishToKafka(upstream, topic, count, { tenantid: tenant.id }),
      http: (count) => http.publish(count),
    },
    countRecorded: async () => {
      // Rows of the history are not counted: that would cost as much as the load that is measured.
      const { rows } = await pool.query<{ ended: number }>(
        `SELECT (coalesce(pg_sequence_last_value('history.invocation_seq'), 0) -
                 (SELECT count(*) FROM history.released))::int AS ended`,
      );
      return rows[0]?.ended ?? 0;
    },
    hostileGround: {
      url: system.url,
      createTenant: newTenant,
      receiverUrl: sink.url,
      publish: (count, event) => publishToKafka(upstream, topic, count, event),
      publishRecords: async (records) => {
        const messages = records.map(({ key, value, headers }) => ({ key, value, headers: { ...headers } }));
        await upstream.send({ topic, acks: -1, messages });
      },
    },
  };
}

/** Services that share a process are one entry. */
function servicesByProcess(system: System): Map<string, number> {
  const byPid = Map.groupBy(serviceNames, (service) => system.processOf(service).pid);
  return new Map([...byPid].map(([pid, services]) => [services.join('+'), pid]));
}

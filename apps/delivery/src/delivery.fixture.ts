import { randomBytes, randomUUID } from 'node:crypto';
import { loadConfig } from '@casewire/config';
import { timeOrderedUuid, type DeliveryMetadata } from '@casewire/events';
import { createLogger } from '@casewire/observability';
import { startService, type RunningService } from '@casewire/service';
import { kafkaBrokers } from '@casewire/testing';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';

export const INTERNAL_KEY = 'k'.repeat(32);
export const MASTER_KEYS = `test:${randomBytes(32).toString('base64')}`;

/** The service in this process, on a free port, with Kafka and PostgreSQL. It may send to loopback. */
export async function startDelivery(databaseUrl: string, topicPrefix: string): Promise<RunningService> {
  const config = loadConfig(configSchema, {
    KAFKA_BROKERS: kafkaBrokers().join(','),
    DATABASE_URL: databaseUrl,
    CASEWIRE_TOPIC_PREFIX: topicPrefix,
    CASEWIRE_INTERNAL_KEY: INTERNAL_KEY,
    CASEWIRE_MASTER_KEYS: MASTER_KEYS,
    CASEWIRE_ALLOW_PRIVATE_TARGETS: '127.0.0.0/8',
    // A machine that is busy with other specs puts nothing off.
    CASEWIRE_DELIVERY_MAX_WAIT_MS: '60000',
    CASEWIRE_DELIVERY_CONNECTION_MAX_AGE_MS: '1000',
    PORT: '0',
  });
  const logger = createLogger({ name: 'delivery', level: 'silent' });
  const running = await startService({ name: 'delivery', config, logger, compose });
  await running.started;
  return running;
}

/** The first delivery of a new invocation. */
export function deliveryTo(webhookId: string, tenantId: string): DeliveryMetadata {
  return {
    invocationId: timeOrderedUuid(Date.now(), randomBytes(10)),
    release: 1,
    attempt: 1,
    webhookId,
    tenantId,
    environment: 'sandbox',
    family: 'ballerine',
    eventUid: timeOrderedUuid(Date.now(), randomBytes(10)),
    eventId: randomUUID(),
    eventSource: '/workflows',
    eventType: 'workflow.completed',
    acceptedAt: Date.now(),
    contentType: 'application/json',
    requestHeaders: {},
  };
}

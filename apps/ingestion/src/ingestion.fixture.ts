import { loadConfig } from '@casewire/config';
import { createLogger } from '@casewire/observability';
import { startService, type RunningService } from '@casewire/service';
import { kafkaBrokers } from '@casewire/testing';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';

export const INTERNAL_KEY = 'k'.repeat(32);

/** The service in this process, on a free port, with Kafka and PostgreSQL. */
export async function startIngestion(databaseUrl: string, topicPrefix: string): Promise<RunningService> {
  const config = loadConfig(configSchema, {
    KAFKA_BROKERS: kafkaBrokers().join(','),
    DATABASE_URL: databaseUrl,
    CASEWIRE_TOPIC_PREFIX: topicPrefix,
    CASEWIRE_INTERNAL_KEY: INTERNAL_KEY,
    PORT: '0',
  });
  const logger = createLogger({ name: 'ingestion', level: 'silent' });
  const service = await startService({ name: 'ingestion', config, logger, compose });
  await service.started;
  return service;
}

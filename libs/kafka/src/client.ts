import { Kafka, logLevel, type logCreator, type SASLOptions } from 'kafkajs';
import type { KafkaConnection } from './connection.ts';
import type { KafkaLogger } from './logger.ts';
import { mend } from './mend-kafkajs.ts';

const CONNECTION_TIMEOUT_MS = 3_000;
/** By default kafkajs waits up to 30 s between tries: a broker that is back would go unnoticed for that long. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3 };

/**
 * A kafkajs client, mended, that logs where everything else logs.
 * @throws Error if another version of kafkajs is installed than the one that `mend` knows
 */
export function createKafkaClient(
  connection: KafkaConnection,
  logger: KafkaLogger,
  requestTimeoutMs = 30_000,
): Kafka {
  const { ssl, sasl } = connection;
  const kafka = new Kafka({
    brokers: [...connection.brokers],
    clientId: connection.clientId,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: requestTimeoutMs,
    retry: RETRY,
    logLevel: logLevel.WARN,
    logCreator: toLogCreator(logger),
    ...(ssl !== undefined && { ssl }),
    ...(sasl !== undefined && { sasl: sasl as SASLOptions }),
  });
  return mend(kafka);
}

/** kafkajs logs warnings and errors about faults that it repairs by itself, so its lines are details here. */
function toLogCreator(logger: KafkaLogger): logCreator {
  return () =>
    ({ namespace, log }) => {
      const { message, error } = log as { message: string; error?: unknown };
      logger.debug({ namespace, error }, message);
    };
}

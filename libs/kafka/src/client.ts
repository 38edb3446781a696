import { Kafka, logLevel, type logCreator, type SASLOptions } from 'kafkajs';
import type { KafkaConnection } from './connection.ts';
import type { KafkaLogger } from './logger.ts';
import { decompress } from './compression/decompress.ts';
import { calmRequestQueues } from './kafkajs-timers.ts';
import { useOwnCodec } from './wire/use-own-codec.ts';

/** Bytes that one compressed batch may become: a small record must not fill the memory. */
const MAX_DECOMPRESSED_BYTES = 64 * 1024 * 1024;

useOwnCodec((codec, bytes) => decompress(codec, bytes, MAX_DECOMPRESSED_BYTES));
calmRequestQueues();

const CONNECTION_TIMEOUT_MS = 3_000;
/** kafkajs waits up to 30 s between tries by default: that long a broker would be back unnoticed. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3 };

/** A kafkajs client that logs where everything else logs. */
export function createKafkaClient(
  connection: KafkaConnection,
  logger: KafkaLogger,
  requestTimeoutMs = 30_000,
): Kafka {
  const { ssl, sasl } = connection;
  return new Kafka({
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
}

/** kafkajs warns and errs about every hiccup that it mends by itself: nothing of it is more than a detail here. */
function toLogCreator(logger: KafkaLogger): logCreator {
  return () =>
    ({ namespace, log }) => {
      const { message, error } = log as { message: string; error?: unknown };
      logger.debug({ namespace, error }, message);
    };
}

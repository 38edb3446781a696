import type { KafkaConnection } from '../connection.ts';
import type { KafkaLogger } from '../logger.ts';
import type { KafkaAdmin } from './kafka-admin.ts';

/** Admin client over kafkajs; reconnects on use. */
export function createKafkaAdmin(connection: KafkaConnection, logger: KafkaLogger): KafkaAdmin {
  logger.debug({ clientId: connection.clientId }, 'kafka admin created');
  throw new Error('not yet');
}

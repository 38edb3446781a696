import { isTransientDatabaseError } from '@casewire/database';
import { isTransientKafkaError } from '@casewire/kafka';

/** Whether a fault passes by itself: PostgreSQL or Kafka is away or overloaded. */
export function isTransient(error: unknown): boolean {
  return isTransientDatabaseError(error) || isTransientKafkaError(error);
}

import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, type Consumer, type KafkaMessage } from 'kafkajs';
import { kafkaBrokers } from './infrastructure/addresses.ts';

/** A plain client, as other teams have it: nothing of Casewire's. */
export function plainKafka(): Kafka {
  return new Kafka({ clientId: 'spec', brokers: kafkaBrokers(), logLevel: logLevel.NOTHING });
}

/**
 * Reads a topic from its beginning, each record once, until the consumer is disconnected. A consumer that loses its place in
 * the group, as on a slow machine, begins again at what it has committed.
 */
export async function readTopic(
  topic: string,
  onMessage: (message: KafkaMessage, partition: number) => unknown,
  kafka = plainKafka(),
): Promise<Consumer> {
  const newest = new Map<number, bigint>();
  const consumer = kafka.consumer({ groupId: `spec-${randomUUID()}` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: ({ partition, message }) => {
      const offset = BigInt(message.offset);
      if (offset > (newest.get(partition) ?? -1n)) {
        newest.set(partition, offset);
        onMessage(message, partition);
      }
      return Promise.resolve();
    },
  });
  return consumer;
}

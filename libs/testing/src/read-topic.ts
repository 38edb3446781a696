import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, type Consumer, type KafkaMessage } from 'kafkajs';
import { kafkaBrokers } from './infrastructure/addresses.ts';

/** A plain client, as other teams have it: nothing of Casewire's. */
export function plainKafka(): Kafka {
  return new Kafka({ clientId: 'spec', brokers: kafkaBrokers(), logLevel: logLevel.NOTHING });
}

/** Reads a topic from its beginning, until the consumer is disconnected. */
export async function readTopic(
  topic: string,
  onMessage: (message: KafkaMessage) => unknown,
): Promise<Consumer> {
  const consumer = plainKafka().consumer({ groupId: `spec-${randomUUID()}` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: ({ message }) => {
      onMessage(message);
      return Promise.resolve();
    },
  });
  return consumer;
}

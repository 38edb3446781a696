import { toKafkaConnection } from '@casewire/config';
import { topicName } from '@casewire/events';
import { RecordProducer } from '@casewire/kafka';
import { type Config } from '../config.ts';
import { type CloudEvent } from './story.ts';

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Publishes events to Kafka as an upstream service would: structured CloudEvents, keyed by their run if they have one. */
export async function publishEvents(
  config: Config,
  brokers: string,
  events: readonly CloudEvent[],
): Promise<void> {
  const connection = toKafkaConnection({ ...config, KAFKA_BROKERS: brokers.split(',') }, 'casewire-local');
  const producer = new RecordProducer({ connection, logger: silent });
  producer.start();
  try {
    await producer.sendAll(
      events.map((event) => ({
        topic: topicName(config.CASEWIRE_TOPIC_PREFIX, 'events'),
        key: Buffer.from(event.workflowruntimeid ?? event.id),
        value: Buffer.from(JSON.stringify(event)),
        headers: { 'content-type': 'application/cloudevents+json' },
      })),
    );
  } finally {
    await producer.stop();
  }
}

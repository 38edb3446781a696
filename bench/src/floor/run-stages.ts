import { createPool } from '@casewire/database';
import { Kafka, logLevel } from 'kafkajs';
import { Pool } from 'undici';
import { gather } from './gather.ts';
import { servePublish } from './publish.ts';
import { stages, type StageName, type Tools } from './stages.ts';

/** What a process of the floor is told, as JSON, by its argument. */
export interface StagesOptions {
  /** Stages that run in this process. */
  readonly names: readonly StageName[];
  readonly brokers: string;
  readonly databaseUrl: string;
  readonly topicPrefix: string;
  readonly partitions: number;
  readonly sinkUrl: string;
  /** Where events are published by HTTP; only the first stage listens. */
  readonly httpPort: number;
}

const HTTP_CONNECTIONS = 32;
const MAX_WAIT_MS = 500;

/** Runs stages until the process is ended. */
export async function runStages(options: StagesOptions): Promise<void> {
  const { names, brokers, databaseUrl, topicPrefix, partitions, sinkUrl, httpPort } = options;
  const kafka = new Kafka({ clientId: 'floor', brokers: [brokers], logLevel: logLevel.ERROR });
  const tools: Tools = {
    database: createPool({ url: databaseUrl, applicationName: 'floor' }),
    producer: kafka.producer(),
    http: new Pool(sinkUrl, { connections: HTTP_CONNECTIONS }),
    topic: (name) => topicPrefix + name,
  };
  process.once('SIGTERM', () => process.exit(0));
  await tools.producer.connect();
  if (names.includes('ingestion')) servePublish(httpPort, tools);
  for (const name of names) {
    const { from, handle } = stages[name];
    const consumer = kafka.consumer({ groupId: topicPrefix + name, maxWaitTimeInMs: MAX_WAIT_MS });
    await consumer.connect();
    await consumer.subscribe({ topics: from.map(tools.topic), fromBeginning: true });
    await gather(consumer, partitions * from.length, (records) => handle(records, tools));
  }
}

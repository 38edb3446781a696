import { createHmac, randomUUID } from 'node:crypto';
import type { Pool as Database } from '@casewire/database';
import type { Producer } from 'kafkajs';
import type { Pool as HttpPool } from 'undici';
import type { GatheredRecord } from './gather.ts';
import { statements } from './schema.ts';

/** What stages work with. */
export interface Tools {
  readonly database: Database;
  readonly producer: Producer;
  readonly http: HttpPool;
  /** The full name of a topic. */
  readonly topic: (name: FloorTopic) => string;
}

export const floorTopics = ['events', 'accepted', 'deliveries', 'outcomes'] as const;
type FloorTopic = (typeof floorTopics)[number];

interface Delivery {
  readonly id: string;
  readonly webhook: string;
  readonly body: string;
}

interface Outcome {
  readonly id: string;
  readonly webhook: string;
  readonly status: number;
}

interface Stage {
  readonly from: readonly FloorTopic[];
  handle(records: readonly GatheredRecord[], tools: Tools): Promise<void>;
}

/** Casewire's path, bare: each stage asks PostgreSQL once, or twice in the last, and passes on what it has. */
export const stages = {
  ingestion: { from: ['events'], handle: ingest },
  matching: { from: ['accepted'], handle: match },
  delivery: { from: ['deliveries'], handle: deliver },
  history: { from: ['deliveries', 'outcomes'], handle: record },
} satisfies Record<string, Stage>;

export type StageName = keyof typeof stages;

async function ingest(records: readonly GatheredRecord[], tools: Tools): Promise<void> {
  const events = new Map(
    records.map(({ message }) => {
      const body = String(message.value);
      return [(JSON.parse(body) as { id: string }).id, body];
    }),
  );
  const { rows } = await tools.database.query<{ id: string }>({
    ...statements.claim,
    values: [[...events.keys()], [...events.values()]],
  });
  const values = rows.map(({ id }) => events.get(id) ?? '');
  await produce(tools, 'accepted', values);
}

async function match(records: readonly GatheredRecord[], tools: Tools): Promise<void> {
  const { rows } = await tools.database.query<{ id: string }>({ ...statements.match, values: [['tenant']] });
  const deliveries = records.flatMap(({ message }) =>
    rows.map((webhook): Delivery => ({ id: randomUUID(), webhook: webhook.id, body: String(message.value) })),
  );
  await produceJson(tools, 'deliveries', deliveries);
}

async function deliver(records: readonly GatheredRecord[], tools: Tools): Promise<void> {
  const deliveries = parsed<Delivery>(records);
  const { rows } = await tools.database.query<{ id: string; url: string; secret: string }>({
    ...statements.target,
    values: [[...new Set(deliveries.map(({ webhook }) => webhook))]],
  });
  const targets = new Map(rows.map((row) => [row.id, row]));
  const outcomes = await Promise.all(
    deliveries.map(async ({ id, webhook, body }): Promise<Outcome> => {
      const { url, secret } = targets.get(webhook) ?? { url: '/', secret: '' };
      const signature = createHmac('sha256', secret).update(body).digest('hex');
      const headers = { 'content-type': 'application/json', 'webhook-id': id, 'x-signature': signature };
      const answer = await tools.http.request({
        method: 'POST',
        path: new URL(url).pathname,
        headers,
        body,
      });
      await answer.body.dump();
      return { id, webhook, status: answer.statusCode };
    }),
  );
  await produceJson(tools, 'outcomes', outcomes);
}

async function record(records: readonly GatheredRecord[], { database, topic }: Tools): Promise<void> {
  const from = (name: FloorTopic) => records.filter((given) => given.topic === topic(name));
  const deliveries = parsed<Delivery>(from('deliveries'));
  const outcomes = parsed<Outcome>(from('outcomes'));
  if (deliveries.length > 0) {
    const values = [
      deliveries.map(({ id }) => id),
      deliveries.map(({ webhook }) => webhook),
      deliveries.map(({ body }) => body),
    ];
    await database.query({ ...statements.record, values });
  }
  if (outcomes.length > 0) {
    const values = [
      outcomes.map(({ id }) => id),
      outcomes.map(({ webhook }) => webhook),
      outcomes.map(({ status }) => status),
    ];
    await database.query({ ...statements.settle, values });
  }
}

function parsed<T>(records: readonly GatheredRecord[]): T[] {
  return records.map(({ message }) => JSON.parse(String(message.value)) as T);
}

function produceJson(tools: Tools, topic: FloorTopic, values: readonly object[]): Promise<void> {
  return produce(
    tools,
    topic,
    values.map((value) => JSON.stringify(value)),
  );
}

async function produce(
  { producer, topic }: Tools,
  name: FloorTopic,
  values: readonly string[],
): Promise<void> {
  if (values.length === 0) return;
  // Each about another subject, so without a key.
  await producer.send({ topic: topic(name), acks: -1, messages: values.map((value) => ({ value })) });
}

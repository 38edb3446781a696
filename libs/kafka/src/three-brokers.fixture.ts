import { setTimeout as delay } from 'node:timers/promises';
import { eventually, readTopic } from '@casewire/testing';
import { Kafka, logLevel, type KafkaMessage } from 'kafkajs';
import type { RecordProducer } from './produce/record-producer.ts';

/** Pause between two records of a key. */
export const TICK_MS = 25;

/** Records of one key: the numbers from 0 on, in their order. */
export interface KeyLoad {
  readonly key: string;
  readonly partition: number;
  sent: number;
  /** When each was acknowledged, by `performance.now()`. */
  readonly acknowledgedAt: number[];
  /** What was rejected. */
  readonly failures: Error[];
}

/** Sends a record of every key each 25 ms, whatever became of those before, until it is stopped. */
export class SteadyLoad {
  readonly keys: readonly KeyLoad[];
  readonly #producer: RecordProducer;
  readonly #topic: string;
  readonly #stop = new AbortController();
  readonly #pending: Promise<void>[] = [];
  #loop: Promise<void> = Promise.resolve();

  constructor(
    producer: RecordProducer,
    topic: string,
    partitions: readonly number[],
    keysPerPartition: number,
  ) {
    this.#producer = producer;
    this.#topic = topic;
    this.keys = partitions.flatMap((partition) =>
      Array.from({ length: keysPerPartition }, (_, index) => ({
        key: `${partition}-${index}`,
        partition,
        sent: 0,
        acknowledgedAt: [],
        failures: [],
      })),
    );
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Resolves when all that was sent is settled. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
    await Promise.all(this.#pending);
  }

  async #run(): Promise<void> {
    const startedAt = performance.now();
    for (let tick = 1; !this.#stop.signal.aborted; tick++) {
      for (const load of this.keys) this.#pending.push(this.#send(load));
      await delay(Math.max(0, startedAt + tick * TICK_MS - performance.now()));
    }
  }

  async #send(load: KeyLoad): Promise<void> {
    const { key, partition } = load;
    const record = { topic: this.#topic, key, partition, value: Buffer.from(String(load.sent++)) };
    try {
      await this.#producer.send(record, { isWanted: () => true });
      load.acknowledgedAt.push(performance.now());
    } catch (error) {
      load.failures.push(error as Error);
    }
  }
}

/** How many of some keys were acknowledged in each `stepMs` from `from` until `to`, compared with how many were due. */
export function rates(keys: readonly KeyLoad[], from: number, to: number, stepMs: number): number[] {
  const due = (keys.length * stepMs) / TICK_MS;
  const shares: number[] = [];
  for (let start = from; start + stepMs <= to; start += stepMs) {
    const acknowledged = keys.reduce(
      (sum, { acknowledgedAt }) =>
        sum + acknowledgedAt.filter((at) => at >= start && at < start + stepMs).length,
      0,
    );
    shares.push(acknowledged / due);
  }
  return shares;
}

/** The values of each key on a topic, in the order of the log, read by a plain client. */
export async function valuesOnTopic(brokers: string[], topic: string): Promise<Map<string, number[]>> {
  const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const ends = new Map(
    (await eventually(() => admin.fetchTopicOffsets(topic))).map(({ partition, high }) => [
      partition,
      Number(high),
    ]),
  );
  await admin.disconnect();
  const values = new Map<string, number[]>();
  const { promise: isRead, resolve } = Promise.withResolvers<undefined>();
  const open = new Set([...ends].filter(([, end]) => end > 0).map(([partition]) => partition));
  const note = ({ key, value, offset }: KafkaMessage, partition: number): void => {
    const ofKey = values.get(String(key)) ?? [];
    ofKey.push(Number(String(value)));
    values.set(String(key), ofKey);
    if (Number(offset) + 1 >= (ends.get(partition) ?? 0)) open.delete(partition);
    if (open.size === 0) resolve(undefined);
  };
  const consumer = await readTopic(topic, note, kafka);
  if (open.size > 0) await isRead;
  await consumer.disconnect();
  return values;
}

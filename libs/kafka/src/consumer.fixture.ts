import { setTimeout as delay } from 'node:timers/promises';
import { topicName } from '@casewire/events';
import {
  createKafkaAdmin,
  ensureTopics,
  KafkaStrategy,
  RecordProducer,
  type BatchHandler,
  type KafkaAdmin,
  type KafkaLogger,
  type KafkaStrategyOptions,
} from './index.ts';

const READY_DEADLINE_MS = 120_000;
const WATCH_PAUSE_MS = 20;

const ignore = (): void => undefined;
export const silent: KafkaLogger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** Topics of one spec alone, with a producer, and consumers whose handlers are plain functions. */
export interface Bench {
  readonly topic: string;
  readonly group: string;
  readonly admin: KafkaAdmin;
  readonly producer: RecordProducer;
  /** Resolves when the consumer is ready. */
  consume(handler: BatchHandler, options?: Partial<KafkaStrategyOptions>): Promise<KafkaStrategy>;
  /** Values 'from' to 'to' (exclusive), all with this key. */
  produce(key: string, from: number, to: number): Promise<void>;
  /** Sum of what the group has committed. */
  committed(): Promise<bigint>;
  close(): Promise<void>;
}

/** @param prefix of the topics and the group; no other spec may have it */
export async function createBench(brokers: string[], prefix: string, partitions = 4): Promise<Bench> {
  const connection = { brokers, clientId: 'kafka-spec' };
  const topic = topicName(prefix, 'accepted');
  const group = `${prefix}group`;
  const admin = createKafkaAdmin(connection, silent);
  const producer = new RecordProducer({ connection, logger: silent });
  producer.start();
  await ensureTopics(admin, prefix, ['accepted', 'rejected'], { partitions, maxMessageBytes: 2_000_000 });
  const strategies: KafkaStrategy[] = [];
  return {
    topic,
    group,
    admin,
    producer,
    consume: async (handler, options) => {
      const strategy = new KafkaStrategy({
        connection,
        groupId: group,
        prefix,
        producer,
        logger: silent,
        ...options,
      });
      strategies.push(strategy);
      strategy.addHandler('spec', (batch: Parameters<BatchHandler>[0]) => handler(batch), true, {
        topics: 'accepted',
      });
      strategy.listen(ignore);
      const endsAt = performance.now() + READY_DEADLINE_MS;
      while (!strategy.ready) {
        if (performance.now() > endsAt) throw new Error('the consumer is not ready');
        await delay(10);
      }
      return strategy;
    },
    produce: (key, from, to) =>
      producer.sendAll(
        Array.from({ length: to - from }, (_, index) => ({
          topic,
          key,
          value: Buffer.from(String(from + index)),
        })),
      ),
    committed: async () => {
      const offsets = await admin.committedOffsets(group, topic);
      return [...offsets.values()].reduce((sum, offset) => sum + offset, 0n);
    },
    close: async () => {
      await Promise.all(strategies.map((strategy) => strategy.close()));
      await producer.stop();
      await admin.close();
    },
  };
}

/** A record that a handler was given, and when by `performance.now()`. */
export interface Given {
  readonly partition: number;
  readonly offset: bigint;
  readonly at: number;
}

/** What a group had committed of a topic at some instant, at least. */
interface SeenCommit {
  readonly at: number;
  readonly offsets: ReadonlyMap<number, bigint>;
}

/** Asks again and again what a group has committed. */
export function watchCommits(brokers: string[], group: string, topic: string) {
  const admin = createKafkaAdmin({ brokers, clientId: 'watch' }, silent);
  const seen: SeenCommit[] = [];
  const stop = new AbortController();
  const watch = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const offsets = await admin.committedOffsets(group, topic).catch(() => undefined);
      if (offsets !== undefined) seen.push({ at: performance.now(), offsets });
      await delay(WATCH_PAUSE_MS);
    }
    await admin.close();
  };
  const watching = watch();
  return {
    seen,
    stop: async () => {
      stop.abort();
      await watching;
    },
  };
}

/** Those records that a handler was given although they had been committed before. */
export function outdated(given: readonly Given[], commits: readonly SeenCommit[]): Given[] {
  const reached = new Map<number, bigint>();
  let next = 0;
  return given
    .toSorted((one, other) => one.at - other.at)
    .filter(({ partition, offset, at }) => {
      for (let commit = commits[next]; commit !== undefined && commit.at < at; commit = commits[++next]) {
        for (const [number, committed] of commit.offsets) {
          if (committed > (reached.get(number) ?? 0n)) reached.set(number, committed);
        }
      }
      return offset < (reached.get(partition) ?? 0n);
    });
}

/** When a fault lasted, by `performance.now()`. */
interface Lasted {
  readonly from: number;
  readonly to: number;
}

/** A completed record waits up to a second for the next commit, and a second is for its round trip. */
const WINDOW_BEFORE_MS = 2_000;
/** A member that was away is back after a session of 7 s, and a second later the next commit is made. */
const WINDOW_AFTER_MS = 8_000;

/** Those records that were given more than once, and first outside the windows of faults: see docs/reliability.md. */
export function repeatedOutside(faults: readonly Lasted[], given: readonly Given[]): Given[] {
  const ofRecord = Map.groupBy(given, ({ partition, offset }) => `${partition} ${offset}`);
  return [...ofRecord.values()].flatMap((all) => {
    const first = all.reduce((one, other) => (other.at < one.at ? other : one));
    const isInWindow = faults.some(
      ({ from, to }) => first.at >= from - WINDOW_BEFORE_MS && first.at <= to + WINDOW_AFTER_MS,
    );
    return all.length > 1 && !isInWindow ? [first] : [];
  });
}

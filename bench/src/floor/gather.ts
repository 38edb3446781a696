import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';

/** A record with where it came from. */
export interface GatheredRecord {
  readonly topic: string;
  readonly message: KafkaMessage;
}

const COMMIT_INTERVAL_MS = 1_000;

/**
 * Hands over whatever all partitions have delivered while the last call ran, as one batch. Offsets move when the call has
 * returned.
 */
export async function gather(
  consumer: Consumer,
  partitions: number,
  handle: (records: readonly GatheredRecord[]) => Promise<void>,
): Promise<void> {
  let waiting: GatheredRecord[] = [];
  let next: PromiseWithResolvers<void> = Promise.withResolvers();
  let isBusy = false;
  const handleWaiting = async (): Promise<void> => {
    isBusy = true;
    while (waiting.length > 0) {
      const batch = waiting;
      const { resolve, reject } = next;
      waiting = [];
      next = Promise.withResolvers();
      await handle(batch).then(resolve, reject);
    }
    isBusy = false;
  };
  await consumer.run({
    partitionsConsumedConcurrently: partitions,
    autoCommitInterval: COMMIT_INTERVAL_MS,
    eachBatch: ({ batch: { topic, messages } }: EachBatchPayload) => {
      for (const message of messages) waiting.push({ topic, message });
      const handled = next.promise;
      if (!isBusy) void handleWaiting();
      return handled;
    },
  });
}

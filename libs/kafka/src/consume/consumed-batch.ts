import type { Batch } from 'kafkajs';
import type { TopicPartition } from '../record.ts';
import { ConsumedRecord } from '../wire/consumed-record.ts';
import { FetchEnd } from '../wire/fetch-end.ts';

/** The part of kafkajs's batch that its records are taken from. */
interface FetchedBatch extends TopicPartition {
  readonly messages: readonly unknown[];
}

/**
 * The records of a batch. Our own codec has read them, which kafkajs's types do not know.
 * @throws TypeError if kafkajs has read one itself: nothing of the batch may count as done then
 */
export function recordsOf({ topic, partition, messages }: FetchedBatch): readonly ConsumedRecord[] {
  return messages.flatMap((message) => {
    if (message instanceof ConsumedRecord) return [message];
    if (message instanceof FetchEnd) return [];
    throw new TypeError(
      `kafkajs has read ${topic}/${partition} by its own codec: ` +
        'the broker must answer fetch requests of version 4 to 11',
    );
  });
}

/** The offset from which a batch was fetched; kafkajs's types leave it out. */
export function requestedOffset(batch: Batch): number {
  return Number(Reflect.get(batch, 'fetchedOffset'));
}

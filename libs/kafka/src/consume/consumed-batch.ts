import type { Batch } from 'kafkajs';
import type { TopicPartition } from '../record.ts';
import { ConsumedRecord } from '../wire/consumed-record.ts';
import { FetchEnd } from '../wire/fetch-end.ts';

/** The part of kafkajs's batch that its records are taken from. */
interface FetchedBatch extends TopicPartition {
  readonly messages: readonly unknown[];
}

/**
 * The records of a batch, which our own codec has read: kafkajs's types know its own messages.
 * @throws TypeError if kafkajs has read one itself: nothing of the batch may then count as done
 */
export function recordsOf({ topic, partition, messages }: FetchedBatch): readonly ConsumedRecord[] {
  return messages.flatMap((message) => {
    if (message instanceof ConsumedRecord) return [message];
    if (message instanceof FetchEnd) return [];
    throw new TypeError(
      `kafkajs has read ${topic}/${partition} by its own codec: ` +
        'there must be one kafkajs, of the version in package.json, and a broker that answers fetch requests of version 4 to 11',
    );
  });
}

/** The offset that a batch was asked from; kafkajs's types leave it out. */
export function requestedOffset(batch: Batch): number {
  return Number(Reflect.get(batch, 'fetchedOffset'));
}

import type { Batch } from 'kafkajs';
import { ConsumedRecord } from '../wire/consumed-record.ts';

/** The records of a batch, which our own codec has read: kafkajs's types know its own messages. */
export function recordsOf(batch: Batch): readonly ConsumedRecord[] {
  const messages: readonly unknown[] = batch.messages;
  return messages.filter((message) => message instanceof ConsumedRecord);
}

/** The offset that a batch was asked from; kafkajs's types leave it out. */
export function requestedOffset(batch: Batch): number {
  return Number(Reflect.get(batch, 'fetchedOffset'));
}

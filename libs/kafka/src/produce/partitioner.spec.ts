import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Partitioners, type Message } from 'kafkajs';
import { createPartitioner } from './partitioner.ts';

const partitionMetadata = Array.from({ length: 12 }, (_, partitionId) => ({
  partitionId,
  leader: 1,
  partitionErrorCode: 0,
  replicas: [1],
  isr: [1],
}));

function partitionsOf(message: Message, records = 1): number[] {
  const choose = createPartitioner();
  return Array.from({ length: records }, () => choose({ topic: 'spec', partitionMetadata, message }));
}

it('sends each key where kafkajs sends it, which is where Java does', () => {
  const expected = Partitioners.DefaultPartitioner();
  const bytes = fc.uint8Array({ maxLength: 50 }).map((each) => Buffer.from(each));
  fc.assert(
    fc.property(fc.oneof(bytes, fc.string({ unit: 'binary' })), (key) => {
      const message = { key, value: null };
      expect(partitionsOf(message)).toEqual([expected({ topic: 'spec', partitionMetadata, message })]);
    }),
  );
});

it('sends a record to the partition it asks for', () => {
  expect(partitionsOf({ key: 'any', value: null, partition: 7 })).toEqual([7]);
});

it('spreads records without a key', () => {
  expect(new Set(partitionsOf({ value: null }, 12)).size).toBe(12);
  expect(new Set(partitionsOf({ key: null, value: null }, 12)).size).toBe(12);
});

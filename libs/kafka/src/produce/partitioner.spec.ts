import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Partitioners } from 'kafkajs';
import { partitionOfKey } from './partitioner.ts';

const partitionMetadata = Array.from({ length: 12 }, (_, partitionId) => ({
  partitionId,
  leader: 1,
  partitionErrorCode: 0,
  replicas: [1],
  isr: [1],
}));

it('sends each key where kafkajs sends it, which is where Java does', () => {
  const expected = Partitioners.DefaultPartitioner();
  const bytes = fc.uint8Array({ maxLength: 50 }).map((each) => Buffer.from(each));
  fc.assert(
    fc.property(fc.oneof(bytes, fc.string({ unit: 'binary' })), (key) => {
      const message = { key, value: null };
      expect(partitionOfKey(key, 12)).toBe(expected({ topic: 'spec', partitionMetadata, message }));
    }),
  );
});

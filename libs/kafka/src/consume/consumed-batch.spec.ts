import { expect, it } from '@jest/globals';
import { ConsumedRecord } from '../wire/consumed-record.ts';
import { FetchEnd } from '../wire/fetch-end.ts';
import { recordsOf } from './consumed-batch.ts';

const from = { topic: 'spec', partition: 3 };
const record = new ConsumedRecord(from, {
  offset: 5n,
  timestamp: 0,
  key: null,
  value: null,
  batchContext: { producerId: '-1', inTransaction: false },
  isControlRecord: false,
});

it('a batch with a record that kafkajs has read itself is refused', () => {
  expect(() => recordsOf({ ...from, messages: [record, { offset: '6', value: null }] })).toThrow(
    'spec/3 by its own codec',
  );
});

it('the records of a batch are those of our own codec, without the mark behind them', () => {
  expect(recordsOf({ ...from, messages: [record, new FetchEnd(9n)] })).toEqual([record]);
});

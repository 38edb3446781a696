import { describe, expect, it } from '@jest/globals';
import { KafkaJSAggregateError, KafkaJSConnectionError, KafkaJSProtocolError } from 'kafkajs';
import { isTransientKafkaError } from './kafka-error.ts';

/** What kafkajs makes of an error code in an answer. */
function answered(type: string, code: number, retriable: boolean): KafkaJSProtocolError {
  return new KafkaJSProtocolError(Object.assign(new Error(type), { type, code, retriable }));
}

const timedOut = answered('REQUEST_TIMED_OUT', 7, true);
const alreadyExists = answered('TOPIC_ALREADY_EXISTS', 36, false);
const badReplication = answered('INVALID_REPLICATION_FACTOR', 38, false);

describe('a fault of Kafka', () => {
  it('passes by itself where the broker or the way to it is the reason', () => {
    expect(isTransientKafkaError(timedOut)).toBe(true);
    expect(isTransientKafkaError(new KafkaJSConnectionError('away'))).toBe(true);
  });

  it('stays where the request is the reason', () => {
    expect(isTransientKafkaError(badReplication)).toBe(false);
    expect(isTransientKafkaError(new Error('of something else'))).toBe(false);
  });

  it('passes by itself where it does for one of several topics', () => {
    const creating = (...errors: Error[]) => new KafkaJSAggregateError('Topic creation errors', errors);
    expect(isTransientKafkaError(creating(alreadyExists, timedOut))).toBe(true);
    expect(isTransientKafkaError(creating(badReplication, alreadyExists))).toBe(false);
  });
});

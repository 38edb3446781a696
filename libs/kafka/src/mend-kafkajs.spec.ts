import { expect, it } from '@jest/globals';
import { Kafka } from 'kafkajs';
import { assertMendable, mend } from './mend-kafkajs.ts';

it('refuses another kafkajs than the one whose internals it replaces', () => {
  expect(() => {
    assertMendable('2.2.5');
  }).toThrow('kafkajs 2.2.5 is installed, but libs/kafka replaces internals of kafkajs 2.2.4');
});

it('finds in the installed kafkajs what it replaces', () => {
  const kafka = new Kafka({ brokers: ['127.0.0.1:1'] });
  expect(mend(kafka)).toBe(kafka);
});

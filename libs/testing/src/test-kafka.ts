import { randomBytes } from 'node:crypto';
import { readAddresses } from './infrastructure/addresses.ts';

/** The brokers of this run, as kafkajs takes them. */
export function kafkaBrokers(): string[] {
  return readAddresses().brokers.split(',');
}

/** A topic prefix that no other spec has, for `CASEWIRE_TOPIC_PREFIX`; group ids start with it too. */
export function testTopicPrefix(): string {
  return `test-${randomBytes(6).toString('hex')}.`;
}

import { randomBytes } from 'node:crypto';

/** Where a run's servers are. Set by the global setup, inherited by the workers. */
export interface Addresses {
  /** Comma-separated, as in `KAFKA_BROKERS`. */
  brokers: string;
  /** A superuser's URL of any database; test databases are made beside it. */
  databaseUrl: string;
  /** The migrated database that test databases are cloned from. */
  templateDatabase: string;
}

const VARIABLE = 'CASEWIRE_TEST_SERVERS';

export function publishAddresses(addresses: Addresses): void {
  process.env[VARIABLE] = JSON.stringify(addresses);
}

/** @throws Error outside a run that started the servers, such as in a unit spec */
export function readAddresses(): Addresses {
  const text = process.env[VARIABLE];
  if (text === undefined) {
    throw new Error(
      `${VARIABLE} is not set: only specs named *.int.spec.ts or *.alone.spec.ts, and those in e2e/, get Kafka and PostgreSQL`,
    );
  }
  return JSON.parse(text) as Addresses;
}

/** The brokers of this run, as kafkajs takes them. */
export function kafkaBrokers(): string[] {
  return readAddresses().brokers.split(',');
}

/** A topic prefix that no other spec has, for `CASEWIRE_TOPIC_PREFIX`; group ids start with it too. */
export function testTopicPrefix(): string {
  return `test-${randomBytes(6).toString('hex')}.`;
}

/** Where a run's servers are. Set by the global setup, inherited by the workers. */
export interface Addresses {
  /** Comma-separated, as in `KAFKA_BROKERS`. */
  brokers: string;
  /** A superuser's URL of any database; test databases are made beside it. */
  databaseUrl: string;
  /** The migrated database that test databases are cloned from. */
  templateDatabase: string;
}

const variables = {
  brokers: 'CASEWIRE_TEST_BROKERS',
  databaseUrl: 'CASEWIRE_TEST_DATABASE_URL',
  templateDatabase: 'CASEWIRE_TEST_TEMPLATE_DATABASE',
} as const;

export function publishAddresses(addresses: Addresses): void {
  process.env[variables.brokers] = addresses.brokers;
  process.env[variables.databaseUrl] = addresses.databaseUrl;
  process.env[variables.templateDatabase] = addresses.templateDatabase;
}

function readVariable(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(
      `${name} is not set: only specs named *.int.spec.ts, and those in e2e/, get Kafka and PostgreSQL`,
    );
  }
  return value;
}

/** @throws Error outside a run that started the servers, such as in a unit spec */
export function readAddresses(): Addresses {
  return {
    brokers: readVariable(variables.brokers),
    databaseUrl: readVariable(variables.databaseUrl),
    templateDatabase: readVariable(variables.templateDatabase),
  };
}

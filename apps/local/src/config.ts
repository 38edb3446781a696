import {
  kafkaVariables,
  oneOf,
  optionalVariable,
  text,
  url,
  variable,
  wholeNumber,
  list,
  hostAndPort,
} from '@casewire/config';
import { z } from 'zod';

const port = (description: string, value: number) =>
  variable({ ...wholeNumber({ min: 1, max: 65_535 }), description, default: String(value) });

/** The environment variables of the local system. The services' own variables pass through to them. */
export const configSchema = z.object({
  ...kafkaVariables,
  KAFKA_BROKERS: optionalVariable({
    ...list(hostAndPort),
    description: 'A Kafka that already runs, instead of the embedded one.',
  }),
  DATABASE_URL: optionalVariable({
    ...url('postgres', 'postgresql'),
    description: 'A PostgreSQL database that already exists, instead of the embedded one.',
    secret: true,
  }),
  CASEWIRE_DATA_DIR: variable({
    ...text({ min: 1, max: 1024 }),
    description: 'Folder of topics, database, logs and generated keys; relative to the workspace.',
    default: '.casewire',
  }),
  CASEWIRE_PROCESSES: variable({
    ...oneOf('one', 'each'),
    description:
      'Whether the services share one process, or each has its own. One takes less memory and CPU; with one each, a fault ends a single service.',
    default: 'one',
  }),
  CASEWIRE_PORT_BASE: variable({
    ...wholeNumber({ min: 1, max: 65_530 }),
    description: "The gateway's port; the other services take the ports after it.",
    default: '3000',
  }),
  CASEWIRE_EMBEDDED_KAFKA_PORT: port('Port of the embedded Kafka, on 127.0.0.1.', 29_092),
  CASEWIRE_EMBEDDED_POSTGRES_PORT: port('Port of the embedded PostgreSQL, on 127.0.0.1.', 25_432),
  CASEWIRE_DEMO_PORT: port("Port of the demonstration's receiver, on 127.0.0.1.", 8787),
  CASEWIRE_ADMIN_KEY: optionalVariable({
    ...text({ min: 16, max: 1024 }),
    description: "The operator's key; generated and kept in the data folder if not set.",
    secret: true,
  }),
  CASEWIRE_MASTER_KEYS: optionalVariable({
    ...text({ min: 1, max: 10_000 }),
    description: 'Keys that encrypt secrets at rest; generated and kept in the data folder if not set.',
    secret: true,
  }),
  CASEWIRE_INTERNAL_KEY: optionalVariable({
    ...text({ min: 32, max: 1024 }),
    description: 'Signs identities between the services; generated and kept in the data folder if not set.',
    secret: true,
  }),
  CASEWIRE_ALLOW_PRIVATE_TARGETS: variable({
    ...text({ min: 1, max: 10_000 }),
    description: 'Address ranges that webhooks may reach although they are not public.',
    default: '127.0.0.0/8,::1/128',
  }),
  JAVA_HOME: optionalVariable({
    ...text({ min: 1, max: 1024 }),
    description: 'Which Java runs the embedded Kafka; default: the one on the path.',
  }),
});

export type Config = z.infer<typeof configSchema>;

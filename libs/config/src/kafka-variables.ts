import { optionalVariable, variable, type ValuesOf } from './variable.ts';
import { fileContent, flag, hostAndPort, list, oneOf, text, wholeNumber } from './value-kinds.ts';

export const kafkaVariables = {
  KAFKA_BROKERS: variable({
    ...list(hostAndPort),
    description: 'Brokers to find the Kafka cluster by.',
    example: 'kafka-1:9092,kafka-2:9092',
  }),
  KAFKA_SSL: variable({
    ...flag,
    description: 'Whether to speak TLS with the brokers.',
    default: 'false',
  }),
  KAFKA_SSL_CA_FILE: optionalVariable({
    ...fileContent,
    description: 'Certificate authority of the brokers (PEM), where it is not a public one.',
    requires: ['KAFKA_SSL'],
  }),
  KAFKA_SSL_CERT_FILE: optionalVariable({
    ...fileContent,
    description: 'Certificate that Casewire presents to the brokers (PEM).',
    requires: ['KAFKA_SSL', 'KAFKA_SSL_KEY_FILE'],
  }),
  KAFKA_SSL_KEY_FILE: optionalVariable({
    ...fileContent,
    description: 'Private key of that certificate (PEM).',
    requires: ['KAFKA_SSL', 'KAFKA_SSL_CERT_FILE'],
  }),
  KAFKA_SASL_MECHANISM: optionalVariable({
    ...oneOf('plain', 'scram-sha-256', 'scram-sha-512'),
    description: 'How to log in to the brokers; not at all if not set.',
    requires: ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'],
  }),
  KAFKA_SASL_USERNAME: optionalVariable({
    ...text({ min: 1, max: 1024 }),
    description: 'User to log in as.',
    requires: ['KAFKA_SASL_MECHANISM'],
  }),
  KAFKA_SASL_PASSWORD: optionalVariable({
    ...text({ min: 1, max: 4096 }),
    description: "That user's password.",
    secret: true,
    requires: ['KAFKA_SASL_MECHANISM'],
  }),
  CASEWIRE_TOPIC_PREFIX: variable({
    accepts: 'up to 100 of the characters a-z, A-Z, 0-9, `.`, `_` and `-`',
    parse(value) {
      if (!/^[a-zA-Z0-9._-]{1,100}$/.test(value)) throw new Error('is not a prefix of topic names');
      return value;
    },
    description: "Begins the name of every topic and consumer group that is Casewire's own.",
    default: 'casewire.',
  }),
  CASEWIRE_TOPIC_PARTITIONS: variable({
    ...wholeNumber({ min: 1, max: 1_000 }),
    description:
      'Partitions of each topic that Casewire makes. As many processes of a service can share its work. Give all services the same number. Topics that exist are left as they are.',
    default: '12',
  }),
  CASEWIRE_TOPIC_REPLICATION: optionalVariable({
    ...wholeNumber({ min: 1, max: 15 }),
    description:
      "Replicas of the topics that Casewire makes, instead of the brokers' own default. With 3 or more, two brokers must have a record before it counts as written. Topics that exist are left as they are.",
  }),
};

export type KafkaConfig = ValuesOf<typeof kafkaVariables>;

/**
 * How to reach and log in to a Kafka cluster.
 * @param clientId names the process in the brokers' logs and quotas
 */
export function toKafkaConnection(config: KafkaConfig, clientId: string) {
  const {
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USERNAME: username,
    KAFKA_SASL_PASSWORD: password,
  } = config;
  return {
    brokers: config.KAFKA_BROKERS,
    clientId,
    ...(config.KAFKA_SSL && { ssl: tlsOptions(config) }),
    ...(mechanism !== undefined &&
      username !== undefined &&
      password !== undefined && { sasl: { mechanism, username, password } }),
  };
}

function tlsOptions(config: KafkaConfig) {
  const { KAFKA_SSL_CA_FILE: ca, KAFKA_SSL_CERT_FILE: cert, KAFKA_SSL_KEY_FILE: key } = config;
  if (ca === undefined && cert === undefined && key === undefined) return true;
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
}

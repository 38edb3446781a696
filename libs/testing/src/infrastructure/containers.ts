import { findFreePort } from '@casewire/embedded';
import { existsSync } from 'node:fs';

/** A server for the time of a run, wherever it came from. */
export interface Server {
  /** `host:port` list of a Kafka, or the superuser's URL of a PostgreSQL. */
  address: string;
  stop: () => Promise<unknown>;
}

const kafkaImage = 'apache/kafka:4.3.1';
const postgresImage = 'postgres:18';
const startupTimeoutMs = 120_000;

/** Whether a container engine answers. The check is cheap where there is none. */
export async function isContainerEngineReachable(): Promise<boolean> {
  if (process.env['DOCKER_HOST'] === undefined && !existsSync('/var/run/docker.sock')) return false;
  const { getContainerRuntimeClient } = await import('testcontainers');
  return getContainerRuntimeClient().then(
    () => true,
    () => false,
  );
}

/** The port is chosen here, because the broker has to know the address that it advertises before it starts. */
export async function startKafkaContainer(): Promise<Server> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const port = await findFreePort();
  const container = await new GenericContainer(kafkaImage)
    .withExposedPorts({ container: port, host: port })
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_LISTENERS: `BROKER://:${port},CONTROLLER://:9093`,
      KAFKA_ADVERTISED_LISTENERS: `BROKER://127.0.0.1:${port}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT',
      KAFKA_INTER_BROKER_LISTENER_NAME: 'BROKER',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS: '1000',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
    })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .withStartupTimeout(startupTimeoutMs)
    .start();
  return { address: `127.0.0.1:${port}`, stop: () => container.stop() };
}

export async function startPostgresContainer(): Promise<Server> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const container = await new GenericContainer(postgresImage)
    .withExposedPorts(5432)
    .withEnvironment({ POSTGRES_USER: 'casewire', POSTGRES_PASSWORD: 'casewire' })
    .withCommand(['postgres', '-c', 'max_connections=200'])
    .withWaitStrategy(Wait.forLogMessage(/database system is ready to accept connections/, 2))
    .withStartupTimeout(startupTimeoutMs)
    .start();
  const address = `postgresql://casewire:casewire@${container.getHost()}:${container.getMappedPort(5432)}/postgres`;
  return { address, stop: () => container.stop() };
}

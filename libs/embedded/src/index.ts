export { EmbeddedError, type EmbeddedErrorCode } from './errors.ts';
export { endLeftoverKafka, startKafka, type KafkaOptions, type RunningKafka } from './kafka/start-kafka.ts';
export {
  endLeftoverPostgres,
  startPostgres,
  type PostgresOptions,
  type RunningPostgres,
} from './postgres/start-postgres.ts';
export { findFreePort, isPortFree } from './ports.ts';
export { isSystemError } from './system-error.ts';
export { pollUntil } from './poll-until.ts';
export { commandLineOf, endLeftover, isAlive, readPid, type Leftover } from './process/leftover.ts';
export { readLogTail } from './process/log-file.ts';
export { requireReady, type Readiness } from './process/require-ready.ts';
export {
  startProcess,
  type ExitStatus,
  type ManagedProcess,
  type ProcessOptions,
} from './process/managed-process.ts';

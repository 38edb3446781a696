export {
  ConfigError,
  loadConfig,
  type ConfigProblem,
  type ConfigSchema,
  type Environment,
} from './load-config.ts';
export { describeVariable, optionalVariable, variable, type VariableDescription } from './variable.ts';
export {
  bytes,
  cidr,
  days,
  flag,
  hostAndPort,
  list,
  milliseconds,
  oneOf,
  origin,
  seconds,
  text,
  url,
  wholeNumber,
} from './value-kinds.ts';
export {
  databaseVariables,
  deliveryVariables,
  eventRetentionVariables,
  egressVariables,
  eventVariables,
  historyRetentionVariables,
  keyRingVariables,
  outcomeVariables,
  publicUrlVariables,
  rejectedRetentionVariables,
  serviceUrl,
  serviceVariables,
  targetVariables,
  type DatabaseConfig,
  type EventConfig,
  type ServiceConfig,
} from './fragments.ts';
export { kafkaVariables, toKafkaConnection, type KafkaConfig } from './kafka-variables.ts';
export { sizesFor, type Sizes } from './sizes.ts';
export { portVariable, serviceNames, urlVariable, type ServiceName } from './services.ts';
